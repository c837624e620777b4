locals {
  database_authorities = "/opt/atelier/database-authorities.pem"

  node = {
    size     = var.nodes
    type     = var.node_type
    disk     = 16
    packages = ["java-25-amazon-corretto-headless"]

    # With JSON, journald stores a stack trace as one entry. It accepts some 300 entries per second from a unit and drops all
    # others, even errors. So request logging is off unless node_settings enables it.
    # Other nodes serve while one starts, so it may warm up for longer than usual.
    settings = merge({ LOG_FORMAT = "json", REQUEST_LOG = "off", WARM_UP_REQUESTS = "2000" }, var.node_settings, {
      HTTP_PORT     = tostring(local.node_port)
      DATABASE_URL  = local.database_url
      DATABASE_USER = aws_db_instance.primary.username
      # Longer than NGINX needs to detect it. TimeoutStopSec in atelier.service is longer than the whole drain.
      DRAIN_WAIT = "5s"

      # For the scripts. A new password version starts a rollout.
      PRIMARY_URL     = local.primary_url
      PASSWORD_SECRET = aws_secretsmanager_secret.database.arn
      PASSWORD_NUMBER = tostring(aws_secretsmanager_secret_version.database.secret_string_wo_version)
      AUTHORITIES     = local.database_authorities
      JAR_VERSION     = aws_s3_object.service.version_id
    })

    files = {
      "/opt/atelier/config.yml"             = "${path.module}/../config.yml"
      "/opt/atelier/java.options"           = "${path.module}/../docker/java.options"
      "/opt/atelier/node-boot"              = "${path.module}/instance/node-boot"
      "/opt/atelier/load-catalogue"         = "${path.module}/instance/load-catalogue"
      "/etc/systemd/system/atelier.service" = "${path.module}/instance/atelier.service"
    }

    statements = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersion"]
        Resource = ["${aws_s3_bucket.cluster.arn}/${aws_s3_object.service.key}"]
      },
      {
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [aws_secretsmanager_secret.database.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${aws_s3_bucket.cluster.arn}/catalogue/*"]
      },
      {
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = [aws_s3_bucket.cluster.arn]
        Condition = { StringLike = { "s3:prefix" = ["catalogue/*"] } }
      },
    ]
  }
}
