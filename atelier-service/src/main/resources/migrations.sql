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
--rollback DROP SCHEMA audit CASCADE;
--rollback ALTER TABLE catalogue.edition DROP COLUMN changes;

--changeset atelier:document-shape
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass('catalogue.edition') AND attname = 'shape'
-- The version of the documents' JSON. Documents of another version than the program's are rebuilt. All documents before
-- this change have version 1.
ALTER TABLE catalogue.edition ADD COLUMN shape integer NOT NULL DEFAULT 1;
--rollback ALTER TABLE catalogue.edition DROP COLUMN shape;
