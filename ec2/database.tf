resource "aws_db_subnet_group" "database" {
  name       = var.name
  subnet_ids = aws_subnet.database[*].id
}

resource "aws_db_parameter_group" "database" {
  name_prefix = "${var.name}-"
  family      = "postgres18"

  # The same settings as in docker/postgresql.conf, which has the reasons. RDS calculates those that depend on memory.
  parameter {
    name  = "jit"
    value = "0"
  }
  parameter {
    name  = "max_parallel_workers_per_gather"
    value = "0"
  }
  parameter {
    name  = "random_page_cost"
    value = "1.1"
  }
  parameter {
    name  = "work_mem"
    value = "8192"
  }
  parameter {
    name  = "log_min_duration_statement"
    value = "250"
  }
  parameter {
    name  = "log_parameter_max_length"
    value = "0"
  }
  parameter {
    name  = "log_parameter_max_length_on_error"
    value = "0"
  }
  parameter {
    name  = "log_lock_waits"
    value = "1"
  }
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  lifecycle {
    create_before_destroy = true
  }
}

# RDS could manage the password itself, but then it allows no replicas and changes the password every seven days, while
# nodes are running.
resource "aws_secretsmanager_secret" "database" {
  name_prefix = "${var.name}-database-"
  description = "PostgreSQL's password"
}

resource "aws_secretsmanager_secret_version" "database" {
  secret_id                = aws_secretsmanager_secret.database.id
  secret_string_wo         = var.database_password
  secret_string_wo_version = var.database_password_version
}

resource "aws_db_instance" "primary" {
  identifier = var.name
  engine     = "postgres"
  # The major version of docker/compose.yml. RDS selects and updates the minor version.
  engine_version             = "18"
  auto_minor_version_upgrade = true
  instance_class             = var.database_type
  multi_az                   = var.database_standby
  db_name                    = "atelier"
  username                   = "atelier"
  password_wo                = var.database_password
  password_wo_version        = var.database_password_version

  storage_type          = "gp3"
  storage_encrypted     = true
  allocated_storage     = var.database_disk
  max_allocated_storage = 5 * var.database_disk

  db_subnet_group_name   = aws_db_subnet_group.database.name
  vpc_security_group_ids = [aws_security_group.role["database"].id]
  publicly_accessible    = false
  port                   = local.database_port
  parameter_group_name   = aws_db_parameter_group.database.name

  backup_retention_period = var.database_backup_days
  copy_tags_to_snapshot   = true
  deletion_protection     = var.database_protected
  # RDS keeps these after the deletion: the daily backups for their days, the snapshot until you delete it.
  delete_automated_backups = !var.database_protected
  skip_final_snapshot      = !var.database_protected
  # A later cluster of the same name has another network, so its last snapshot has another name.
  final_snapshot_identifier = "${var.name}-last-${aws_vpc.cluster.id}"
  apply_immediately         = true

  enabled_cloudwatch_logs_exports = ["postgresql"]
  depends_on                      = [aws_cloudwatch_log_group.database]
}

resource "aws_db_instance" "replica" {
  count                      = var.database_replicas
  identifier                 = local.replica_names[count.index]
  replicate_source_db        = aws_db_instance.primary.identifier
  auto_minor_version_upgrade = true
  instance_class             = var.database_type

  storage_type          = "gp3"
  storage_encrypted     = true
  max_allocated_storage = 5 * var.database_disk

  vpc_security_group_ids = [aws_security_group.role["database"].id]
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.database.name

  # A replica has nothing of its own.
  deletion_protection = false
  skip_final_snapshot = true
  apply_immediately   = true

  enabled_cloudwatch_logs_exports = ["postgresql"]
  depends_on                      = [aws_cloudwatch_log_group.database]
}

locals {
  primary_address   = "${aws_db_instance.primary.address}:${local.database_port}"
  replica_addresses = [for replica in aws_db_instance.replica : "${replica.address}:${local.database_port}"]
  replica_names     = [for index in range(var.database_replicas) : "${var.name}-replica-${index}"]
  # Nodes check that the server has the certificate of this host name. node-boot downloads the authorities.
  url_parameters = "sslmode=verify-full&sslrootcert=${local.database_authorities}"
  primary_url    = "jdbc:postgresql://${local.primary_address}/atelier?${local.url_parameters}"
  database_url = var.database_replicas == 0 ? local.primary_url : join("", [
    "jdbc:postgresql://", join(",", concat(local.replica_addresses, [local.primary_address])),
    "/atelier?${local.url_parameters}&targetServerType=preferSecondary&loadBalanceHosts=true"
  ])
}
