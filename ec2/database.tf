resource "aws_db_subnet_group" "database" {
  name       = var.name
  subnet_ids = aws_subnet.database[*].id
}

resource "aws_db_parameter_group" "database" {
  name_prefix = "${var.name}-"
  family      = "postgres17"

  # The same settings as in the embedded PostgreSQL: all statements are short, and the disks are SSDs.
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
  # Only the major version: RDS selects and updates the minor version.
  engine_version             = "17"
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

  backup_retention_period   = var.database_backup_days
  deletion_protection       = var.database_protected
  skip_final_snapshot       = !var.database_protected
  final_snapshot_identifier = "${var.name}-last"
  apply_immediately         = true
}

resource "aws_db_instance" "replica" {
  count                      = var.database_replicas
  identifier                 = "${var.name}-replica-${count.index}"
  replicate_source_db        = aws_db_instance.primary.identifier
  auto_minor_version_upgrade = true
  instance_class             = var.database_type

  storage_type          = "gp3"
  storage_encrypted     = true
  max_allocated_storage = 5 * var.database_disk

  vpc_security_group_ids = [aws_security_group.role["database"].id]
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.database.name

  skip_final_snapshot = true
  apply_immediately   = true
}

locals {
  primary_address   = "${aws_db_instance.primary.address}:${local.database_port}"
  replica_addresses = [for replica in aws_db_instance.replica : "${replica.address}:${local.database_port}"]
  # Encrypted, but without a check of the server's certificate: that would need the RDS CA certificates on each node.
  primary_url = "jdbc:postgresql://${local.primary_address}/atelier?sslmode=require"
  database_url = var.database_replicas == 0 ? local.primary_url : join("", [
    "jdbc:postgresql://", join(",", concat(local.replica_addresses, [local.primary_address])),
    "/atelier?sslmode=require&targetServerType=preferSecondary&loadBalanceHosts=true"
  ])
}
