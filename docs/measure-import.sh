#!/usr/bin/env bash
# Compares the time of an import with that of psql: the same rows, from clean files, into the same tables, with the same
# keys and foreign keys, on the same PostgreSQL, in turns. Only the import also precomputes responses and list pages.
#
#   docs/measure-import.sh DIR [ROUNDS]
#
# DIR holds the six CSV files. The service must be running on ./data or $ATELIER_DATA. Needs psql.
set -euo pipefail
directory=$1 rounds=${2:-3}
data=${ATELIER_DATA:-data}
clean=$(mktemp -d)
export PGHOST=127.0.0.1 PGUSER=atelier PGDATABASE=postgres
PGPORT=$(sed -n 4p "$data/database/postmaster.pid") PGPASSWORD=$(cat "$data/password")
export PGPORT PGPASSWORD
trap 'rm -rf "$clean"; psql -qc "DROP SCHEMA IF EXISTS baseline CASCADE" 2>/dev/null' EXIT
tables="product feature style photo sku related"

seconds() { local from; from=$(date +%s.%N); "$@" >/dev/null; echo "$(date +%s.%N) $from" | awk '{printf "%.1f", $1 - $2}'; }

import() { java -Xmx256m -jar atelier-service/target/atelier-service.jar import config.yml "$directory" 2>&1; }

# Does with psql what the import does. $1 is "" or --single-transaction, with which PostgreSQL skips its write-ahead log.
baseline() {
  {
    echo "SET client_min_messages = warning; SET maintenance_work_mem = '256MB';"
    echo "CREATE SCHEMA baseline;"
    for table in $tables; do echo "CREATE TABLE baseline.$table (LIKE catalogue.$table);"; done
    for table in $tables; do echo "\\copy baseline.$table FROM '$clean/$table.csv' WITH (FORMAT csv)"; done
    echo "ANALYZE baseline.product, baseline.feature, baseline.style, baseline.photo, baseline.sku, baseline.related;"
    echo "SET search_path = baseline;"
    psql -qAt <<<"SET search_path = catalogue;
      SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s;', relname, conname, pg_get_constraintdef(pg_constraint.oid))
      FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
      WHERE connamespace = 'catalogue'::regnamespace AND contype IN ('p', 'u', 'f')
        AND conrelid NOT IN ('catalogue.document'::regclass, 'catalogue.page_start'::regclass)
      ORDER BY contype = 'f', pg_constraint.oid"
  } | psql -qv ON_ERROR_STOP=1 ${1:+"$1"}
}

import | tail -12
for table in $tables; do psql -qc "\\copy catalogue.$table TO '$clean/$table.csv' WITH (FORMAT csv)"; done
echo "round  import  psql  psql in one transaction   (seconds)"
for round in $(seq "$rounds"); do
  ours=$(seconds import)
  plain=$(seconds baseline "")
  psql -qc "DROP SCHEMA baseline CASCADE" 2>/dev/null
  single=$(seconds baseline --single-transaction)
  psql -qc "DROP SCHEMA baseline CASCADE" 2>/dev/null
  echo "$round      $ours    $plain  $single" | awk '{printf "%-6s %6.1f %6.1f %6.1f   ratio %.2f and %.2f\n", $1, $2, $3, $4, $2 / $3, $2 / $4}'
done
