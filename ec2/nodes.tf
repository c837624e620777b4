locals {
  node = {
    size     = var.nodes
    type     = var.node_type
    disk     = 16
    packages = ["java-25-amazon-corretto-headless"]

    # journald keeps a stack trace in JSON as one entry. It takes some 300 entries a second of a unit and drops further ones, errors among
    # them, so there is no line for each request unless node_settings says so.
    settings = merge({ LOG_FORMAT = "json", REQUEST_LOG = "off" }, var.node_settings, {
      HTTP_PORT     = tostring(local.node_port)
      DATABASE_URL  = local.database_url
      DATABASE_USER = aws_db_instance.primary.username
      # Longer than NGINX takes to notice; atelier.service gives all of it and more.
      DRAIN_WAIT = "5s"

      # For the scripts. The version makes a new password roll out.
      PRIMARY_URL     = local.primary_url
      PASSWORD_SECRET = aws_secretsmanager_secret.database.arn
      PASSWORD_NUMBER = tostring(aws_secretsmanager_secret_version.database.secret_string_wo_version)
      JAR_VERSION     = aws_s3_object.service.version_id
    })

    files = {
      "/opt/atelier/config.yml"             = "${path.module}/../config.yml"
      "/opt/atelier/node-boot"              = "${path.module}/instance/node-boot"
      "/opt/atelier/report-ready"           = "${path.module}/instance/report-ready"
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
