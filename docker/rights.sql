-- Two roles with fewer rights than the owner of the catalogue. Run it as the owner, after each migration, with psql for
-- example. It can be run again. The owner must be allowed to create roles. Passwords are set elsewhere: without one, nobody
-- can log in. Imports copy these rights to the new catalogue.

SET client_min_messages = warning;

-- Several databases of one server share their roles, and two of them may run this at once.
DO $$
BEGIN
    CREATE ROLE atelier_node LOGIN;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
DO $$
BEGIN
    CREATE ROLE atelier_monitor LOGIN;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

-- Nobody needs temporary tables.
DO $$
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END
$$;

-- A node reads the catalogue, and checks the schema when it starts.
GRANT USAGE ON SCHEMA catalogue, audit TO atelier_node;
GRANT SELECT ON ALL TABLES IN SCHEMA catalogue TO atelier_node;
GRANT SELECT ON databasechangelog TO atelier_node;

-- Edits, if WRITE_TOKENS is set. Nobody but the owner can change or delete an audit record.
GRANT UPDATE ON catalogue.edition, catalogue.product, catalogue.style, catalogue.sku, catalogue.page_start TO atelier_node;
GRANT INSERT, UPDATE ON catalogue.document TO atelier_node;
GRANT INSERT, DELETE ON catalogue.feature, catalogue.photo, catalogue.related TO atelier_node;
GRANT INSERT ON audit.change TO atelier_node;
GRANT SELECT (edition, number, product_id, after) ON audit.change TO atelier_node;

-- What shoppers read and write. A node writes emails and never reads them. The rights of an earlier version included that.
GRANT USAGE ON SCHEMA reviews, questions, shop TO atelier_node;
GRANT SELECT ON ALL TABLES IN SCHEMA reviews, questions TO atelier_node;
REVOKE SELECT ON reviews.review, questions.question, questions.answer FROM atelier_node;
GRANT SELECT (ctid, id, product_id, helpfulness, votes, date, rating, recommend, reported, summary, body, response, reviewer_name, photos)
    ON reviews.review TO atelier_node;
GRANT SELECT (ctid, id, product_id, helpful, votes, date_written, reported, body, asker_name, answers) ON questions.question TO atelier_node;
GRANT SELECT (ctid, id, question_id, helpful, votes, date_written, reported, body, answerer_name, photos) ON questions.answer TO atelier_node;
GRANT INSERT, UPDATE ON reviews.review, reviews.rating_count, reviews.characteristic_sum TO atelier_node;
GRANT INSERT ON reviews.photo, reviews.characteristic_rating TO atelier_node;
GRANT INSERT, UPDATE ON questions.question, questions.answer TO atelier_node;
GRANT INSERT ON questions.photo TO atelier_node;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA shop TO atelier_node;
GRANT SELECT, INSERT, UPDATE, DELETE ON shop.cart, shop.cart_item TO atelier_node;
GRANT INSERT ON shop.interaction TO atelier_node;
GRANT EXECUTE ON FUNCTION shop.keep_interactions(integer) TO atelier_node;

-- Moderation, if WRITE_TOKENS is set.
GRANT DELETE ON reviews.review, reviews.photo, reviews.characteristic_rating TO atelier_node;
GRANT DELETE ON reviews.rating_count, reviews.characteristic_sum TO atelier_node;
GRANT DELETE ON questions.question, questions.answer, questions.photo TO atelier_node;

-- The monitoring sees the statistics of all sessions, and no table.
GRANT pg_monitor TO atelier_monitor;
