#!/usr/bin/env bash
# Compares the time of an import with that of a plain COPY by psql: the same rows, from clean files, into the same tables,
# with the same keys, foreign keys and indexes, on the same PostgreSQL, in turns.
#
#   docs/measure-import.sh DIR [ROUNDS]
#
# The goal is 1.3 times a plain COPY. There are two, and the import is compared with both:
#   psql                       a transaction for each statement, as psql works by default. PostgreSQL logs all rows.
#   psql in one transaction    of a group: PostgreSQL writes no log for the rows, as for an import. The benchmark of
#                              atelier-benchmark compares with such a COPY. This is the harder goal.
# Both fill what is in the clean files, which psql has exported from the imported tables: so the column "photos" of reviews
# and answers, which no file of DIR has, costs them nothing but its bytes. They do not fill the column "answers" of
# questions, nor the tables of precomputed responses, list pages and sums of ratings. Only the import does. It also drops
# the edition that it replaces, and its first run here, which is printed with its report, has none to drop.
#
# DIR holds the CSV files of one group or more. The service must be running on ./data or $ATELIER_DATA. Needs psql.
set -euo pipefail
directory=$1 rounds=${2:-3}
data=${ATELIER_DATA:-data}
clean=$(mktemp -d)
export PGHOST=127.0.0.1 PGUSER=atelier PGDATABASE=postgres
PGPORT=$(sed -n 4p "$data/database/postmaster.pid") PGPASSWORD=$(cat "$data/password")
export PGPORT PGPASSWORD
declare -A tables=(
  [catalogue]="product feature style photo sku related"
  [reviews]="review photo characteristic characteristic_rating"
  [questions]="question answer photo")
groups=""
[ -e "$directory/product.csv" ] && groups+=" catalogue"
[ -e "$directory/reviews.csv" ] && groups+=" reviews"
[ -e "$directory/questions.csv" ] && groups+=" questions"

drop() { for group in $groups; do psql -qc "DROP SCHEMA IF EXISTS baseline_$group CASCADE" 2>/dev/null; done; }
trap 'rm -rf "$clean"; drop' EXIT

seconds() { local from; from=$(date +%s.%N); "$@" >/dev/null; echo "$(date +%s.%N) $from" | awk '{printf "%.1f", $1 - $2}'; }

import() { java -Xmx256m -jar atelier-service/target/atelier-service.jar import config.yml "$directory" 2>&1; }

# Writes to disk what is still in memory, so that nobody pays for what ran before.
settle() { sync; psql -qc CHECKPOINT; }

# Prints the statements that create keys, foreign keys and the other indexes of a group's tables.
keys() {
  local oids
  oids=$(printf "'$1.%s'::regclass, " ${tables[$1]})
  psql -qAt <<<"SET search_path = $1;
    SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s;', relname, conname, pg_get_constraintdef(pg_constraint.oid))
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE contype IN ('p', 'u', 'f') AND conrelid IN (${oids%, })
    ORDER BY contype = 'f', pg_constraint.oid;
    SELECT pg_get_indexdef(indexrelid, 0, true) || ';'
    FROM pg_index
    WHERE indrelid IN (${oids%, })
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
    ORDER BY indexrelid"
}

# Prints a table and its columns, without that of the questions' answers, which only the import computes. $1 is its schema.
columns() {
  psql -qAt <<<"SELECT '$2 (' || string_agg(quote_ident(attname), ', ' ORDER BY attnum) || ')' FROM pg_attribute
    WHERE attrelid = '$1.$2'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'answers'"
}

# Does with psql what the import does. $1 is "" or --single-transaction, with which PostgreSQL skips its write-ahead log.
baseline() {
  for group in $groups; do
    {
      echo "SET client_min_messages = warning; SET maintenance_work_mem = '256MB';"
      echo "CREATE SCHEMA baseline_$group; SET search_path = baseline_$group;"
      for table in ${tables[$group]}; do echo "CREATE TABLE $table (LIKE $group.$table);"; done
      for table in ${tables[$group]}; do echo "\\copy $(columns "$group" "$table") FROM '$clean/$group.$table.csv' WITH (FORMAT csv)"; done
      for table in ${tables[$group]}; do echo "ANALYZE $table;"; done
      keys "$group"
    } | psql -qv ON_ERROR_STOP=1 ${1:+"$1"}
  done
}

settle
import | tail -24
for group in $groups; do
  for table in ${tables[$group]}; do
    psql -qc "\\copy $group.$(columns "$group" "$table") TO '$clean/$group.$table.csv' WITH (FORMAT csv)"
  done
done
echo "round  import  psql  psql in one transaction   (seconds)"
for round in $(seq "$rounds"); do
  settle
  ours=$(seconds import)
  settle
  plain=$(seconds baseline "")
  drop
  settle
  single=$(seconds baseline --single-transaction)
  drop
  echo "$round      $ours    $plain  $single" | awk '{printf "%-6s %6.1f %6.1f %6.1f   ratio %.2f and %.2f\n", $1, $2, $3, $4, $2 / $3, $2 / $4}'
done
