--liquibase formatted sql

-- Everything that an import replaces lives in the schema "catalogue". An import builds a second one from these very
-- definitions and then swaps the two, so later changes to these tables reach its copies by themselves.

-- Every table begins with product_id, and every key holds it: one product's rows lie together, are found by one index
-- range, and could be spread over several machines by that column. "position" is the row's place in its file.

--changeset atelier:catalogue
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
