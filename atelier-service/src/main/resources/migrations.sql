--liquibase formatted sql

-- The schema "catalogue" holds everything that an import replaces. An import copies the definitions of this schema into a
-- new schema, fills it, and swaps the two. So a later change of these tables applies to imports automatically.

-- Liquibase commits a change, and then the line of its history. A migration that is killed between the two has left a whole
-- change without its line, which the preconditions recognise.

-- Every table and every key begin with product_id. So the rows of a product lie together, one index range finds them, and
-- the tables could be distributed over several machines by this column. "position" is the position of the row in its file.

--changeset atelier:catalogue
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = 'catalogue'
CREATE SCHEMA catalogue;

CREATE TABLE catalogue.edition (
    imported_at     timestamptz     NOT NULL,
    products        integer         NOT NULL
);

CREATE TABLE catalogue.product (
    id              integer         NOT NULL,
    name            text            NOT NULL,
    slogan          text            NOT NULL,
    description     text            NOT NULL,
    category        text            NOT NULL,
    default_price   numeric(12, 2)  NOT NULL,
    created_at      timestamptz     NOT NULL,
    updated_at      timestamptz     NOT NULL,
    CONSTRAINT product_pkey PRIMARY KEY (id)
);

-- The id of every twentieth product in the order of ids, so that a list page begins at an index look-up, however deep.
CREATE TABLE catalogue.page_start (
    position        integer         NOT NULL,
    product_id      integer         NOT NULL,
    CONSTRAINT page_start_pkey PRIMARY KEY (position),
    CONSTRAINT page_start_product_id_fkey FOREIGN KEY (product_id) REFERENCES catalogue.product (id)
);

CREATE TABLE catalogue.feature (
    product_id      integer         NOT NULL,
    id              integer         NOT NULL,
    position        integer         NOT NULL,
    feature         text            NOT NULL,
    value           text,
    CONSTRAINT feature_pkey PRIMARY KEY (product_id, id),
    CONSTRAINT feature_product_id_fkey FOREIGN KEY (product_id) REFERENCES catalogue.product (id)
);

CREATE TABLE catalogue.style (
    product_id      integer         NOT NULL,
    id              integer         NOT NULL,
    default_style   boolean         NOT NULL,
    original_price  numeric(12, 2)  NOT NULL,
    sale_price      numeric(12, 2),
    name            text            NOT NULL,
    CONSTRAINT style_pkey PRIMARY KEY (product_id, id),
    CONSTRAINT style_product_id_fkey FOREIGN KEY (product_id) REFERENCES catalogue.product (id)
);

CREATE TABLE catalogue.photo (
    product_id      integer         NOT NULL,
    style_id        integer         NOT NULL,
    id              integer         NOT NULL,
    position        integer         NOT NULL,
    url             text,
    thumbnail_url   text,
    CONSTRAINT photo_pkey PRIMARY KEY (product_id, style_id, id),
    CONSTRAINT photo_style_fkey FOREIGN KEY (product_id, style_id) REFERENCES catalogue.style (product_id, id)
);

CREATE TABLE catalogue.sku (
    product_id      integer         NOT NULL,
    style_id        integer         NOT NULL,
    id              integer         NOT NULL,
    position        integer         NOT NULL,
    quantity        integer         NOT NULL,
    size            text            NOT NULL,
    CONSTRAINT sku_pkey PRIMARY KEY (product_id, style_id, id),
    CONSTRAINT sku_style_fkey FOREIGN KEY (product_id, style_id) REFERENCES catalogue.style (product_id, id)
);

CREATE TABLE catalogue.related (
    product_id          integer     NOT NULL,
    id                  integer     NOT NULL,
    position            integer     NOT NULL,
    related_product_id  integer     NOT NULL,
    CONSTRAINT related_pkey PRIMARY KEY (product_id, id),
    CONSTRAINT related_product_id_fkey FOREIGN KEY (product_id) REFERENCES catalogue.product (id),
    CONSTRAINT related_related_product_id_fkey FOREIGN KEY (related_product_id) REFERENCES catalogue.product (id)
);

INSERT INTO catalogue.edition (imported_at, products) VALUES (date_trunc('milliseconds', now()), 0);
--rollback LOCK TABLE catalogue.page_start, catalogue.product IN ACCESS EXCLUSIVE MODE;
--rollback DROP SCHEMA catalogue CASCADE;

--changeset atelier:document
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(to_regclass('catalogue.document'))
-- What is answered about a product, finished: a read is one look-up. Written by the import and by DocumentRebuild, from the
-- tables above, which stay the truth. "styles" is a whole body and gzip'ed, so PostgreSQL need not try to compress it.
CREATE TABLE catalogue.document (
    product_id      integer         NOT NULL,
    product         text            NOT NULL,
    features        text            NOT NULL,
    styles          bytea           NOT NULL,
    related         text            NOT NULL,
    CONSTRAINT document_pkey PRIMARY KEY (product_id),
    CONSTRAINT document_product_id_fkey FOREIGN KEY (product_id) REFERENCES catalogue.product (id)
);

ALTER TABLE catalogue.document ALTER COLUMN styles SET STORAGE EXTERNAL;

-- Without a default, so that an import by a version that prepares no documents fails and changes nothing, instead of
-- serving a catalogue in which no product is found.
ALTER TABLE catalogue.edition ADD COLUMN documents integer NOT NULL DEFAULT 0;
ALTER TABLE catalogue.edition ALTER COLUMN documents DROP DEFAULT;
--rollback LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE;
--rollback ALTER TABLE catalogue.edition DROP COLUMN documents;
--rollback DROP TABLE catalogue.document;

--changeset atelier:page-products
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass('catalogue.page_start') AND attname = 'products'
-- What a list page consists of, finished too: each fifth product in the order of ids, and the four that follow, as lines of
-- JSON. Most pages are five products long, so one is one look-up. Short enough not to be compressed or moved aside.
ALTER TABLE catalogue.page_start ADD COLUMN products text NOT NULL DEFAULT '';
ALTER TABLE catalogue.page_start ALTER COLUMN products DROP DEFAULT;
ALTER TABLE catalogue.page_start ALTER COLUMN products SET STORAGE EXTERNAL;
ALTER TABLE catalogue.page_start SET (toast_tuple_target = 8160);
ALTER TABLE catalogue.page_start ADD CONSTRAINT page_start_product_id_key UNIQUE (product_id);
--rollback ALTER TABLE catalogue.page_start DROP CONSTRAINT page_start_product_id_key;
--rollback ALTER TABLE catalogue.page_start RESET (toast_tuple_target);
--rollback ALTER TABLE catalogue.page_start DROP COLUMN products;

--changeset atelier:change
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = 'audit'
-- Changes of single products are numbered from 1 within an edition, in the order in which they become visible: who knows a
-- number can ask for what came after it. An import begins anew at 0. What was changed outlives the catalogue it was changed in.
ALTER TABLE catalogue.edition ADD COLUMN changes bigint NOT NULL DEFAULT 0;

CREATE SCHEMA audit;

CREATE TABLE audit.change (
    edition         timestamptz     NOT NULL,
    number          bigint          NOT NULL,
    changed_at      timestamptz     NOT NULL DEFAULT clock_timestamp(),
    changed_by      text            NOT NULL,
    request_id      text,
    product_id      integer         NOT NULL,
    place           text            NOT NULL,
    before          jsonb           NOT NULL,
    after           jsonb           NOT NULL,
    CONSTRAINT change_pkey PRIMARY KEY (edition, number)
);
--rollback LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE;
--rollback DROP SCHEMA audit CASCADE;
--rollback ALTER TABLE catalogue.edition DROP COLUMN changes;

--changeset atelier:document-shape
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass('catalogue.edition') AND attname = 'shape'
-- The version of the documents' JSON. Documents of another version than the program's are rebuilt. All documents before
-- this change have version 1.
ALTER TABLE catalogue.edition ADD COLUMN shape integer NOT NULL DEFAULT 1;
--rollback ALTER TABLE catalogue.edition DROP COLUMN shape;

--changeset atelier:sku-id
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(to_regclass('catalogue.sku_id_idx'))
-- A cart names a SKU by its id alone.
CREATE INDEX sku_id_idx ON catalogue.sku (id);
--rollback DROP INDEX catalogue.sku_id_idx;

--changeset atelier:reviews
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(to_regclass('reviews.review'))
-- What shoppers read and write. An import replaces "reviews" and "questions" as a whole, like the catalogue; "shop" outlives
-- every import. No foreign key crosses schemas, because each is replaced alone. Columns have the names of the CSV files.
-- "votes" counts helpful votes and reports since the import, so that the next import knows what it would discard.
CREATE SCHEMA reviews;

-- Reviews with a larger id than "last_review" were written by shoppers since the import.
CREATE TABLE reviews.edition (
    imported_at     timestamptz     NOT NULL,
    reviews         integer         NOT NULL,
    last_review     integer         NOT NULL
);

CREATE TABLE reviews.review (
    id              integer         NOT NULL,
    product_id      integer         NOT NULL,
    helpfulness     integer         NOT NULL,
    votes           integer         NOT NULL DEFAULT 0,
    date            date            NOT NULL,
    rating          smallint        NOT NULL,
    recommend       boolean         NOT NULL,
    reported        boolean         NOT NULL,
    summary         text            NOT NULL,
    body            text            NOT NULL,
    response        text,
    reviewer_name   text            NOT NULL,
    reviewer_email  text,
    CONSTRAINT review_pkey PRIMARY KEY (id)
);

-- One index for each order, so that a page costs the same for every product.
CREATE INDEX review_relevant_idx ON reviews.review (product_id, helpfulness DESC, date DESC, id DESC) WHERE NOT reported;
CREATE INDEX review_helpful_idx ON reviews.review (product_id, helpfulness DESC, id DESC) WHERE NOT reported;
CREATE INDEX review_newest_idx ON reviews.review (product_id, date DESC, id DESC) WHERE NOT reported;
CREATE INDEX review_reported_idx ON reviews.review (product_id, id) WHERE reported;

-- An import looks whether there are votes, while nobody can read.
CREATE INDEX review_votes_idx ON reviews.review (id) WHERE votes > 0;

CREATE TABLE reviews.photo (
    review_id       integer         NOT NULL,
    id              integer         NOT NULL,
    url             text            NOT NULL,
    CONSTRAINT photo_pkey PRIMARY KEY (review_id, id),
    CONSTRAINT photo_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews.review (id)
);

CREATE TABLE reviews.characteristic (
    id              integer         NOT NULL,
    product_id      integer         NOT NULL,
    name            text            NOT NULL,
    CONSTRAINT characteristic_pkey PRIMARY KEY (product_id, id)
);

CREATE TABLE reviews.characteristic_rating (
    review_id           integer     NOT NULL,
    id                  integer     NOT NULL,
    characteristic_id   integer     NOT NULL,
    value               smallint    NOT NULL,
    CONSTRAINT characteristic_rating_pkey PRIMARY KEY (review_id, id),
    CONSTRAINT characteristic_rating_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews.review (id)
);

-- Running sums of all reviews of a product, reported ones too. They change in the transaction of the review.
CREATE TABLE reviews.rating_count (
    product_id      integer         NOT NULL,
    stars_1         integer         NOT NULL,
    stars_2         integer         NOT NULL,
    stars_3         integer         NOT NULL,
    stars_4         integer         NOT NULL,
    stars_5         integer         NOT NULL,
    recommended     integer         NOT NULL,
    CONSTRAINT rating_count_pkey PRIMARY KEY (product_id)
);

-- The running sum of the values that reviews gave a characteristic. It has no row if nobody rated it.
CREATE TABLE reviews.characteristic_sum (
    product_id          integer     NOT NULL,
    characteristic_id   integer     NOT NULL,
    ratings             integer     NOT NULL,
    total               bigint      NOT NULL,
    CONSTRAINT characteristic_sum_pkey PRIMARY KEY (product_id, characteristic_id)
);

INSERT INTO reviews.edition (imported_at, reviews, last_review) VALUES (date_trunc('milliseconds', now()), 0, 0);
--rollback LOCK TABLE reviews.rating_count, reviews.review IN ACCESS EXCLUSIVE MODE;
--rollback DROP SCHEMA reviews CASCADE;

--changeset atelier:questions
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(to_regclass('questions.question'))
CREATE SCHEMA questions;

CREATE TABLE questions.edition (
    imported_at     timestamptz     NOT NULL,
    questions       integer         NOT NULL,
    last_question   integer         NOT NULL,
    last_answer     integer         NOT NULL
);

CREATE TABLE questions.question (
    id              integer         NOT NULL,
    product_id      integer         NOT NULL,
    helpful         integer         NOT NULL,
    votes           integer         NOT NULL DEFAULT 0,
    date_written    date            NOT NULL,
    reported        boolean         NOT NULL,
    body            text            NOT NULL,
    asker_name      text            NOT NULL,
    asker_email     text,
    CONSTRAINT question_pkey PRIMARY KEY (id)
);

CREATE INDEX question_helpful_idx ON questions.question (product_id, helpful DESC, id DESC) WHERE NOT reported;
CREATE INDEX question_reported_idx ON questions.question (product_id, id) WHERE reported;
CREATE INDEX question_votes_idx ON questions.question (id) WHERE votes > 0;

CREATE TABLE questions.answer (
    id              integer         NOT NULL,
    question_id     integer         NOT NULL,
    helpful         integer         NOT NULL,
    votes           integer         NOT NULL DEFAULT 0,
    date_written    date            NOT NULL,
    reported        boolean         NOT NULL,
    body            text            NOT NULL,
    answerer_name   text            NOT NULL,
    answerer_email  text,
    CONSTRAINT answer_pkey PRIMARY KEY (id),
    CONSTRAINT answer_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions.question (id)
);

-- Has reported answers too, so that the foreign key finds all answers of a question.
CREATE INDEX answer_helpful_idx ON questions.answer (question_id, reported, helpful DESC, id DESC);
CREATE INDEX answer_reported_idx ON questions.answer (question_id, id) WHERE reported;
CREATE INDEX answer_votes_idx ON questions.answer (id) WHERE votes > 0;

CREATE TABLE questions.photo (
    answer_id       integer         NOT NULL,
    id              integer         NOT NULL,
    url             text            NOT NULL,
    CONSTRAINT photo_pkey PRIMARY KEY (answer_id, id),
    CONSTRAINT photo_answer_id_fkey FOREIGN KEY (answer_id) REFERENCES questions.answer (id)
);

INSERT INTO questions.edition (imported_at, questions, last_question, last_answer)
VALUES (date_trunc('milliseconds', now()), 0, 0, 0);
--rollback LOCK TABLE questions.question, questions.answer IN ACCESS EXCLUSIVE MODE;
--rollback DROP SCHEMA questions CASCADE;

--changeset atelier:shop
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(to_regclass('shop.cart'))
CREATE SCHEMA shop;

-- An id is never given twice: an import moves a sequence behind its largest id, and never back.
CREATE SEQUENCE shop.review_id AS integer;
CREATE SEQUENCE shop.review_photo_id AS integer;
CREATE SEQUENCE shop.characteristic_rating_id AS integer;
CREATE SEQUENCE shop.question_id AS integer;
CREATE SEQUENCE shop.answer_id AS integer;
CREATE SEQUENCE shop.answer_photo_id AS integer;

-- A cart belongs to the client's Authorization header, of which only a digest is stored. The last change is kept as a day in
-- UTC, so that most changes of a cart touch no index.
CREATE TABLE shop.cart (
    owner           bytea           NOT NULL,
    changed_on      date            NOT NULL,
    CONSTRAINT cart_pkey PRIMARY KEY (owner)
);

CREATE INDEX cart_changed_on_idx ON shop.cart (changed_on);

CREATE TABLE shop.cart_item (
    owner           bytea           NOT NULL,
    sku_id          integer         NOT NULL,
    count           integer         NOT NULL,
    CONSTRAINT cart_item_pkey PRIMARY KEY (owner, sku_id),
    CONSTRAINT cart_item_owner_fkey FOREIGN KEY (owner) REFERENCES shop.cart (owner) ON DELETE CASCADE
);
--rollback LOCK TABLE shop.cart, shop.cart_item IN ACCESS EXCLUSIVE MODE;
--rollback DROP SCHEMA shop CASCADE;

--changeset atelier:interactions splitStatements:false
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(to_regclass('shop.interaction'))
-- What shoppers click and type. One partition holds one day in UTC, so that old days are dropped and not deleted row by row.
CREATE TABLE shop.interaction (
    written_at      timestamptz     NOT NULL,
    element         text            NOT NULL,
    widget          text            NOT NULL,
    time            text            NOT NULL
) PARTITION BY RANGE (written_at);

-- Takes the rows of days that have no partition, so that no request depends on one.
CREATE TABLE shop.interaction_other PARTITION OF shop.interaction DEFAULT;

-- Creates the partitions of today and the next seven days, and drops those of days that are older than a number of days.
-- Returns whether it did: not if another session does it at the moment, or if somebody uses the tables.
-- A node must own nothing, so this function runs with the rights of its owner.
CREATE FUNCTION shop.keep_interactions(days integer) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
SET lock_timeout = '200ms'
AS $$
DECLARE
    today date := current_date;
    day date;
    partition text;
BEGIN
    IF NOT pg_try_advisory_xact_lock(6278901526) THEN
        RETURN false;
    END IF;
    FOR day IN SELECT today + ahead FROM generate_series(0, 7) AS ahead LOOP
        partition := 'interaction_' || to_char(day, 'YYYYMMDD');
        -- PostgreSQL refuses a partition for rows that the default partition has already.
        CONTINUE WHEN to_regclass('shop.' || partition) IS NOT NULL
            OR EXISTS (SELECT FROM shop.interaction_other WHERE written_at >= day AND written_at < day + 1);
        EXECUTE format('CREATE TABLE shop.%I PARTITION OF shop.interaction FOR VALUES FROM (%L) TO (%L)',
                       partition, day, day + 1);
    END LOOP;
    FOR partition IN
        SELECT relname
        FROM pg_inherits
        JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'shop.interaction'::regclass AND relname ~ '^interaction_[0-9]{8}$'
          AND to_date(right(relname, 8), 'YYYYMMDD') < today - days
    LOOP
        EXECUTE format('DROP TABLE shop.%I', partition);
    END LOOP;
    DELETE FROM shop.interaction_other WHERE written_at < today - days;
    RETURN true;
EXCEPTION
    WHEN lock_not_available THEN
        RETURN false;
END
$$;

REVOKE ALL ON FUNCTION shop.keep_interactions(integer) FROM PUBLIC;

SELECT shop.keep_interactions(30);
--rollback DROP FUNCTION shop.keep_interactions(integer);
--rollback DROP TABLE shop.interaction;

--changeset atelier:row-photos
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass('reviews.review') AND attname = 'photos'
-- A review and an answer have the ids and URLs of their photos in their own row too, so that a page looks up none:
-- 17,"first",18,"second", with the texts as JSON; empty without photos. Null in a row of an earlier version: then they are
-- looked up. Photos never change.
ALTER TABLE reviews.review ADD COLUMN photos text;
ALTER TABLE questions.answer ADD COLUMN photos text;
--rollback ALTER TABLE reviews.review DROP COLUMN photos;
--rollback ALTER TABLE questions.answer DROP COLUMN photos;

--changeset atelier:shown-answers splitStatements:false
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass('questions.question') AND attname = 'answers'
-- A question has the JSON of its answers in its own row, so that a page of questions reads no answers. Triggers keep it, whoever
-- writes answers: a node of an earlier version too. Null means that the answers are looked up. Only the fill below and imports
-- write it in place of null, so the triggers cost little for a question with many answers, which has null.
ALTER TABLE questions.question ADD COLUMN answers text;
ALTER TABLE questions.question ALTER COLUMN answers SET STORAGE EXTERNAL;
ALTER TABLE questions.question SET (toast_tuple_target = 8160);

-- Returns the JSON of an answer as a page of questions shows it; null if its photos are not in its row. These are stored as
-- 17,"first",18,"second", and only the URLs are shown.
CREATE FUNCTION shop.shown_answer(id integer, body text, date_written date, answerer_name text, helpful integer, photos text)
RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT '"' || id || '":{"id":' || id || ',"body":' || to_json(body) || ',"date":"'
        || to_char(date_written::timestamp, 'YYYY-MM-DD') || 'T00:00:00.000Z","answerer_name":' || to_json(answerer_name)
        || ',"helpfulness":' || helpful || ',"photos":['
        || CASE WHEN photos = '' THEN '' ELSE regexp_replace(photos, '[0-9]+,("(?:[^"\\]|\\.)*")', '\1', 'g') END || ']}'
$$;

-- Returns the JSON of all answers of a question by ascending id; null if they are too many or too long to be read with each page.
CREATE FUNCTION shop.shown_answers(question integer) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN count(*) <= 20 AND count(*) = count(json) AND coalesce(sum(octet_length(json)), 0) <= 3000
        THEN coalesce(string_agg(json, ',' ORDER BY id), '') END
    FROM (
        SELECT id, shop.shown_answer(id, body, date_written, answerer_name, helpful, photos) AS json
        FROM questions.answer
        WHERE question_id = $1 AND NOT reported
        LIMIT 21) AS shown
$$;

CREATE FUNCTION shop.show_no_answers() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.answers := '';
    RETURN NEW;
END
$$;

-- Runs with the rights of its owner, because a node of an earlier version may have too few.
CREATE FUNCTION shop.show_answers() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
    changed record;
BEGIN
    -- Waits for others who change answers of the question. The next statement sees what they have committed.
    FOR changed IN
        SELECT id, answers FROM questions.question WHERE id IN (OLD.question_id, NEW.question_id) ORDER BY id FOR NO KEY UPDATE
    LOOP
        IF changed.answers IS NOT NULL THEN
            UPDATE questions.question SET answers = shop.shown_answers(id) WHERE id = changed.id;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION shop.show_answers() FROM PUBLIC;

-- Adds the triggers to the tables of a schema. An import calls it for the schema that it has filled.
CREATE FUNCTION shop.keep_answers_shown(schema text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER show_no_answers BEFORE INSERT ON %I.question'
                   ' FOR EACH ROW EXECUTE FUNCTION shop.show_no_answers()', schema);
    EXECUTE format('CREATE TRIGGER show_answers AFTER INSERT OR UPDATE OR DELETE ON %I.answer'
                   ' FOR EACH ROW EXECUTE FUNCTION shop.show_answers()', schema);
END
$$;

SELECT shop.keep_answers_shown('questions');
--rollback LOCK TABLE questions.question, questions.answer IN ACCESS EXCLUSIVE MODE;
--rollback DROP TRIGGER show_answers ON questions.answer;
--rollback DROP TRIGGER show_no_answers ON questions.question;
--rollback DROP FUNCTION shop.keep_answers_shown(text);
--rollback DROP FUNCTION shop.show_answers();
--rollback DROP FUNCTION shop.show_no_answers();
--rollback DROP FUNCTION shop.shown_answers(integer);
--rollback DROP FUNCTION shop.shown_answer(integer, text, date, text, integer, text);
--rollback ALTER TABLE questions.question RESET (toast_tuple_target);
--rollback ALTER TABLE questions.question DROP COLUMN answers;

--changeset atelier:fill-shown splitStatements:false runInTransaction:false
--validCheckSum: 9:763cecea4c8d98d18ba35637b2ca5584
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT count(*) FROM (SELECT FROM reviews.review WHERE photos IS NULL UNION ALL SELECT FROM questions.question WHERE answers IS NULL LIMIT 1) AS first
-- Fills what earlier versions have left null, a thousand rows in a transaction, while nodes serve requests. It may be
-- interrupted, and continues where it was. While it has many rows it waits for none, because nodes of an earlier version may
-- lock rows in another order: it leaves those out that others have locked, and then waits for each of these alone. The lock
-- comes in a statement of its own, so that the update sees the version that is locked.
DO $$
DECLARE
    start bigint;
    one integer;
    free integer[];
BEGIN
    FOR start IN SELECT * FROM generate_series(1, (SELECT max(id) FROM reviews.review), 1000) LOOP
        free := ARRAY(
            SELECT id FROM reviews.review
            WHERE id BETWEEN start AND start + 999 AND photos IS NULL
            FOR NO KEY UPDATE SKIP LOCKED);
        UPDATE reviews.review SET photos = (
            SELECT coalesce(string_agg(concat(photo.id, ',', to_json(url)), ',' ORDER BY photo.id), '')
            FROM reviews.photo
            WHERE review_id = review.id)
        WHERE id = ANY(free);
        COMMIT;
        FOR one IN SELECT id FROM reviews.review WHERE id BETWEEN start AND start + 999 AND photos IS NULL LOOP
            UPDATE reviews.review SET photos = (
                SELECT coalesce(string_agg(concat(photo.id, ',', to_json(url)), ',' ORDER BY photo.id), '')
                FROM reviews.photo
                WHERE review_id = one)
            WHERE id = one;
            COMMIT;
        END LOOP;
    END LOOP;
    -- A trigger locks the question of a changed answer, with a wait.
    FOR start IN SELECT * FROM generate_series(1, (SELECT max(id) FROM questions.answer), 1000) LOOP
        free := ARRAY(
            SELECT answer.id
            FROM questions.question
            JOIN questions.answer ON question_id = question.id
            WHERE answer.id BETWEEN start AND start + 999 AND photos IS NULL
            FOR NO KEY UPDATE SKIP LOCKED);
        UPDATE questions.answer SET photos = (
            SELECT coalesce(string_agg(concat(photo.id, ',', to_json(url)), ',' ORDER BY photo.id), '')
            FROM questions.photo
            WHERE answer_id = answer.id)
        WHERE id = ANY(free);
        COMMIT;
        FOR one IN SELECT id FROM questions.answer WHERE id BETWEEN start AND start + 999 AND photos IS NULL LOOP
            UPDATE questions.answer SET photos = (
                SELECT coalesce(string_agg(concat(photo.id, ',', to_json(url)), ',' ORDER BY photo.id), '')
                FROM questions.photo
                WHERE answer_id = one)
            WHERE id = one;
            COMMIT;
        END LOOP;
    END LOOP;
    -- Whoever has locked a question sees all answers that others have added: the trigger locks it too.
    FOR start IN SELECT * FROM generate_series(1, (SELECT max(id) FROM questions.question), 1000) LOOP
        free := ARRAY(
            SELECT id FROM questions.question
            WHERE id BETWEEN start AND start + 999 AND answers IS NULL
            FOR NO KEY UPDATE SKIP LOCKED);
        UPDATE questions.question SET answers = shop.shown_answers(id) WHERE id = ANY(free);
        COMMIT;
        FOR one IN
            SELECT id FROM questions.question
            WHERE id BETWEEN start AND start + 999 AND answers IS NULL AND id <> ALL(free)
        LOOP
            PERFORM FROM questions.question WHERE id = one FOR NO KEY UPDATE;
            UPDATE questions.question SET answers = shop.shown_answers(id) WHERE id = one;
            COMMIT;
        END LOOP;
    END LOOP;
END
$$;
--rollback SELECT 1;

--changeset atelier:answers-by-statement splitStatements:false rollbackSplitStatements:false
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_catalog.pg_trigger WHERE tgrelid = to_regclass('questions.answer') AND tgname = 'show_changed_answers'
-- The triggers run once for a statement, and not for each row, because most of what they cost does not depend on the rows.
-- They need the table of questions first, as everybody does.
LOCK TABLE questions.question IN ROW EXCLUSIVE MODE;
DROP TRIGGER show_answers ON questions.answer;

CREATE OR REPLACE FUNCTION shop.show_answers() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
    questions integer[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        questions := ARRAY(SELECT question_id FROM changed UNION SELECT question_id FROM before);
    ELSE
        questions := ARRAY(SELECT DISTINCT question_id FROM changed);
    END IF;
    -- Waits for others who change answers of the questions. The next statement sees what they have committed.
    PERFORM FROM questions.question WHERE id = ANY(questions) ORDER BY id FOR NO KEY UPDATE;
    UPDATE questions.question SET answers = shop.shown_answers(id) WHERE id = ANY(questions) AND answers IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION shop.keep_answers_shown(schema text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER show_no_answers BEFORE INSERT ON %I.question'
                   ' FOR EACH ROW EXECUTE FUNCTION shop.show_no_answers()', schema);
    PERFORM shop.show_changes_of_answers(schema);
END
$$;

CREATE FUNCTION shop.show_changes_of_answers(schema text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER show_added_answers AFTER INSERT ON %I.answer'
                   ' REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION shop.show_answers()', schema);
    EXECUTE format('CREATE TRIGGER show_changed_answers AFTER UPDATE ON %I.answer'
                   ' REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT'
                   ' EXECUTE FUNCTION shop.show_answers()', schema);
    EXECUTE format('CREATE TRIGGER show_deleted_answers AFTER DELETE ON %I.answer'
                   ' REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION shop.show_answers()', schema);
END
$$;

SELECT shop.show_changes_of_answers('questions');
--rollback LOCK TABLE questions.question, questions.answer IN ACCESS EXCLUSIVE MODE;
--rollback DROP TRIGGER show_added_answers ON questions.answer;
--rollback DROP TRIGGER show_changed_answers ON questions.answer;
--rollback DROP TRIGGER show_deleted_answers ON questions.answer;
--rollback DROP FUNCTION shop.show_changes_of_answers(text);
--rollback CREATE OR REPLACE FUNCTION shop.show_answers() RETURNS trigger
--rollback LANGUAGE plpgsql
--rollback SECURITY DEFINER
--rollback SET search_path = pg_catalog, pg_temp
--rollback SET enable_seqscan = off
--rollback AS $$
--rollback DECLARE
--rollback     changed record;
--rollback BEGIN
--rollback     -- Waits for others who change answers of the question. The next statement sees what they have committed.
--rollback     FOR changed IN
--rollback         SELECT id, answers FROM questions.question WHERE id IN (OLD.question_id, NEW.question_id) ORDER BY id FOR NO KEY UPDATE
--rollback     LOOP
--rollback         IF changed.answers IS NOT NULL THEN
--rollback             UPDATE questions.question SET answers = shop.shown_answers(id) WHERE id = changed.id;
--rollback         END IF;
--rollback     END LOOP;
--rollback     RETURN NULL;
--rollback END
--rollback $$;
--rollback CREATE OR REPLACE FUNCTION shop.keep_answers_shown(schema text) RETURNS void
--rollback LANGUAGE plpgsql
--rollback AS $$
--rollback BEGIN
--rollback     EXECUTE format('CREATE TRIGGER show_no_answers BEFORE INSERT ON %I.question'
--rollback                    ' FOR EACH ROW EXECUTE FUNCTION shop.show_no_answers()', schema);
--rollback     EXECUTE format('CREATE TRIGGER show_answers AFTER INSERT OR UPDATE OR DELETE ON %I.answer'
--rollback                    ' FOR EACH ROW EXECUTE FUNCTION shop.show_answers()', schema);
--rollback END
--rollback $$;
--rollback CREATE TRIGGER show_answers AFTER INSERT OR UPDATE OR DELETE ON questions.answer FOR EACH ROW EXECUTE FUNCTION shop.show_answers();
