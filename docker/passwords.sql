-- The passwords of the roles in rights.sql, from the volumes of Docker Compose. For psql.
\set nodes `cat /run/atelier-nodes/password`
\set monitor `cat /run/atelier-monitor/password`
-- A slow statement would be logged with the password.
SET log_min_duration_statement = -1;
ALTER ROLE atelier_node PASSWORD :'nodes';
ALTER ROLE atelier_monitor PASSWORD :'monitor';
