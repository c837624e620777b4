# Tests of the cluster with a mock of AWS. They need no account. All values that AWS would return are made up here.

mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_ssm_parameter" {
    defaults = { insecure_value = "ami-0123456789abcdef0" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { id = "atelier-bucket", arn = "arn:aws:s3:::atelier-bucket" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { id = "arn:aws:secretsmanager:us-east-1:123456789012:secret:database", arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:database" }
  }
  mock_resource "aws_eip" {
    defaults = { arn = "arn:aws:ec2:us-east-1:123456789012:elastic-ip/eipalloc-1", public_dns = "nginx.example", public_ip = "203.0.113.7", allocation_id = "eipalloc-1" }
  }
  mock_resource "aws_iam_instance_profile" {
    defaults = { arn = "arn:aws:iam::123456789012:instance-profile/profile" }
  }
  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 7 }
  }
  mock_resource "aws_s3_object" {
    defaults = { version_id = "version-1" }
  }
}

override_resource {
  target = aws_security_group.role["nginx"]
  values = { id = "sg-nginx" }
}
override_resource {
  target = aws_security_group.role["node"]
  values = { id = "sg-node" }
}
override_resource {
  target = aws_security_group.role["database"]
  values = { id = "sg-database" }
}
override_resource {
  target = aws_security_group.role["load"]
  values = { id = "sg-load" }
}
override_resource {
  target = aws_db_instance.primary
  values = { address = "primary.example" }
}
override_resource {
  target = aws_db_instance.replica[0]
  values = { address = "first.example" }
}
override_resource {
  target = aws_db_instance.replica[1]
  values = { address = "second.example" }
}

variables {
  database_password = "a-password-that-must-not-be-seen"
  # The content of these files does not matter.
  service_jar = "../config.yml"
  load_source = "../config.yml"
}

run "with_the_defaults" {

  # Network access. These assertions check only known rules. The script check makes sure that there are no others.
  assert {
    condition     = { for key, rule in aws_vpc_security_group_ingress_rule.nginx_from_clients : key => [rule.security_group_id, rule.from_port, rule.to_port, rule.ip_protocol] } == { "80 from 0.0.0.0/0" = ["sg-nginx", 80, 80, "tcp"] }
    error_message = "The internet must reach only port 80 of NGINX."
  }
  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.node_from_nginx.security_group_id == "sg-node" &&
      aws_vpc_security_group_ingress_rule.node_from_nginx.referenced_security_group_id == "sg-nginx" &&
      aws_vpc_security_group_ingress_rule.node_from_nginx.cidr_ipv4 == null &&
      aws_vpc_security_group_ingress_rule.node_from_nginx.from_port == 8080 &&
      aws_vpc_security_group_ingress_rule.node_from_nginx.to_port == 8080
    )
    error_message = "Only NGINX may reach the nodes, and only their API."
  }
  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.database_from_node.security_group_id == "sg-database" &&
      aws_vpc_security_group_ingress_rule.database_from_node.referenced_security_group_id == "sg-node" &&
      aws_vpc_security_group_ingress_rule.database_from_node.cidr_ipv4 == null &&
      aws_vpc_security_group_ingress_rule.database_from_node.from_port == 5432 &&
      aws_vpc_security_group_ingress_rule.database_from_node.to_port == 5432
    )
    error_message = "Only nodes may reach the database."
  }
  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.nginx_from_load : rule.security_group_id == "sg-nginx" && rule.cidr_ipv4 == null])
    error_message = "This rule must give only the load generator access to NGINX."
  }
  assert {
    condition     = !contains(keys(local.node.settings), "ADMIN_HOST")
    error_message = "The admin pages must stay on loopback, which is the default of config.yml."
  }
  assert {
    condition     = alltrue([for template in aws_launch_template.group : template.metadata_options[0].http_tokens == "required" && template.metadata_options[0].http_put_response_hop_limit == 1])
    error_message = "Every instance must require tokens for its metadata (IMDSv2)."
  }
  assert {
    condition     = alltrue([for template in aws_launch_template.group : length(template.block_device_mappings) == 1 && template.block_device_mappings[0].device_name == "/dev/xvda" && template.block_device_mappings[0].ebs[0].encrypted == "true"])
    error_message = "Every disk must be encrypted."
  }
  assert {
    condition     = alltrue([for template in aws_launch_template.group : template.key_name == null])
    error_message = "No instance may have an SSH key."
  }
  assert {
    condition     = aws_db_instance.primary.storage_encrypted == true
    error_message = "The disk of the database must be encrypted."
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.cluster.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256" && aws_s3_bucket_public_access_block.cluster.block_public_policy && aws_s3_bucket_public_access_block.cluster.restrict_public_buckets && aws_s3_bucket_public_access_block.cluster.block_public_acls && aws_s3_bucket_public_access_block.cluster.ignore_public_acls
    error_message = "The bucket must be encrypted and private."
  }

  # Numbers of instances.
  assert {
    condition     = { for role, group in aws_autoscaling_group.group : role => [group.min_size, group.desired_capacity] } == { node = [3, 3], nginx = [1, 1], load = [0, 0] }
    error_message = "There must be three nodes, one NGINX and no load generator."
  }
  assert {
    condition     = alltrue([for group in aws_autoscaling_group.group : one(group.initial_lifecycle_hook).default_result == "ABANDON" && one(one(group.instance_refresh).preferences).min_healthy_percentage == 100])
    error_message = "The group must terminate instances that do not report, and must start new instances before it terminates old ones."
  }
  assert {
    condition     = one(one(aws_autoscaling_group.group["node"].instance_refresh).preferences).max_healthy_percentage == 134 && one(one(aws_autoscaling_group.group["nginx"].instance_refresh).preferences).max_healthy_percentage == 200
    error_message = "A rollout must use exactly one additional instance."
  }
  assert {
    condition     = alltrue([for group in aws_autoscaling_group.group : group.launch_template[0].version == "7"])
    error_message = "A group must use the version number of its template, so that a new version starts a rollout."
  }

  # The database URL.
  assert {
    condition     = local.node.settings.DATABASE_URL == "jdbc:postgresql://primary.example:5432/atelier?sslmode=require" && local.node.settings.DATABASE_URL == local.node.settings.PRIMARY_URL
    error_message = "Without replicas, all connections must go to the primary, encrypted."
  }
  assert {
    condition     = length(aws_db_instance.replica) == 0 && aws_db_instance.primary.multi_az == false && aws_db_instance.primary.backup_retention_period == 7
    error_message = "There must be no replicas and no standby, but backups for a week."
  }

  # User data. It must not contain secrets.
  assert {
    condition     = alltrue([for data in local.user_data : length(data) * 3 / 4 <= 16384])
    error_message = "User data must not exceed the 16 KB that EC2 accepts."
  }
  assert {
    condition     = alltrue([for config in local.cloud_configs : !strcontains(yamlencode(config), nonsensitive("a-password-that-must-not-be-seen"))])
    error_message = "User data must not contain the password. Nodes fetch it themselves."
  }
  assert {
    condition = alltrue([
      for role, config in local.cloud_configs :
      yamldecode(yamlencode(config)).runcmd == [["/opt/atelier/${role}-boot"]] &&
      contains([for file in config.write_files : file.path if file.permissions == "0755"], "/opt/atelier/${role}-boot") &&
      contains([for file in config.write_files : file.path if file.permissions == "0755"], "/opt/atelier/report-ready")
    ])
    error_message = "Every instance must have its boot script, run it, and be able to report."
  }
  assert {
    condition = length(setsubtract(
      [for path in flatten(regexall("/opt/atelier/[a-z/-]+", join("\n", [for file in local.cloud_configs["nginx"].write_files : file.content if !startswith(file.path, "/opt/atelier/nginx/")]))) : path],
      [for file in local.cloud_configs["nginx"].write_files : file.path]
    )) == 0
    error_message = "The NGINX instance must have all files that its scripts and units use."
  }
  assert {
    condition     = length([for file in local.cloud_configs["nginx"].write_files : file.path if startswith(file.path, "/opt/atelier/nginx/")]) == length(setsubtract(fileset("../nginx", "**"), ["README.md"]))
    error_message = "The NGINX instance must have all files of nginx/."
  }
  assert {
    condition     = strcontains(local.environments["node"], "JAR_VERSION='version-1'\n") && strcontains(local.environments["node"], "DATABASE_USER='atelier'\n") && strcontains(local.environments["nginx"], "NODE_GROUP='atelier-node'\n") && strcontains(local.environments["nginx"], "NGINX_TLS='off'\n")
    error_message = "The environment must name the jar, the database and the group of nodes."
  }
  assert {
    condition = (
      tonumber(regex("TimeoutStopSec=(\\d+)", file("instance/atelier.service"))[0]) >
      tonumber(trimsuffix(local.node.settings.DRAIN_WAIT, "s")) + tonumber(regex("DRAIN_LIMIT:-(\\d+)s", file("../config.yml"))[0])
    )
    error_message = "systemd must wait longer for a node than the node drains."
  }

  # Permissions.
  assert {
    condition = alltrue(flatten([
      for policy in aws_iam_role_policy.role : [
        for statement in jsondecode(policy.policy).Statement :
        !contains(statement.Resource, "*") || statement.Action == ["ec2:DescribeInstances"]
      ]
    ]))
    error_message = "Only listing instances may be allowed for all resources."
  }
  assert {
    condition     = alltrue(flatten([for policy in aws_iam_role_policy.role : [for statement in jsondecode(policy.policy).Statement : [for action in statement.Action : !strcontains(action, "*")]]]))
    error_message = "Allowed actions must not contain wildcards."
  }
  assert {
    condition     = alltrue([for role in ["nginx", "load"] : !strcontains(aws_iam_role_policy.role[role].policy, "secretsmanager")])
    error_message = "Only nodes may read the database password."
  }

  # The network and the state.
  assert {
    condition     = aws_db_instance.primary.publicly_accessible == false && length(aws_subnet.database) == 2 && alltrue([for association in aws_route_table_association.instances : !contains(aws_subnet.database[*].id, association.subnet_id)])
    error_message = "The database must have no public address and no route out of its subnets."
  }
  assert {
    condition     = length(distinct(aws_subnet.instances[*].availability_zone)) == 2 && alltrue([for group in aws_autoscaling_group.group : length(group.vpc_zone_identifier) == 2])
    error_message = "Instances must be spread over two zones."
  }

  assert {
    condition     = aws_db_instance.primary.password == null && aws_db_instance.primary.password_wo == null && aws_db_instance.primary.password_wo_version == 1
    error_message = "The state must not contain the database password."
  }
  assert {
    condition     = !strcontains(jsonencode(nonsensitive(aws_secretsmanager_secret_version.database)), "must-not-be-seen") && aws_secretsmanager_secret_version.database.secret_string_wo == null
    error_message = "The state must not contain the content of the secret."
  }

  assert {
    condition     = output.url == "http://nginx.example" && local.load.settings.TARGET == output.url
    error_message = "The URL must have the name of the Elastic IP."
  }
  assert {
    condition     = !can(regex("(?i)password|secret", jsonencode([output.name, output.region, output.url, output.address, output.bucket, output.groups, output.commands])))
    error_message = "No output may contain or name a secret."
  }
}

run "number_of_nodes" {
  variables {
    nodes = 5
  }

  assert {
    condition     = aws_autoscaling_group.group["node"].min_size == 5 && aws_autoscaling_group.group["node"].desired_capacity == 5 && aws_autoscaling_group.group["node"].max_size == 10
    error_message = "nodes must set the number of nodes."
  }
}

run "one_replica" {
  variables {
    database_replicas = 1
  }

  assert {
    condition     = local.node.settings.DATABASE_URL == "jdbc:postgresql://first.example:5432,primary.example:5432/atelier?sslmode=require&targetServerType=preferSecondary&loadBalanceHosts=true"
    error_message = "Nodes must prefer a replica, and use the primary if it is unavailable."
  }
  assert {
    condition     = local.node.settings.PRIMARY_URL == "jdbc:postgresql://primary.example:5432/atelier?sslmode=require"
    error_message = "Migrations and imports must use the primary."
  }
}

run "two_replicas" {
  variables {
    database_replicas = 2
  }

  assert {
    condition     = startswith(local.node.settings.DATABASE_URL, "jdbc:postgresql://first.example:5432,second.example:5432,primary.example:5432/atelier?")
    error_message = "The URL must list all replicas before the primary."
  }
  assert {
    condition     = alltrue([for replica in aws_db_instance.replica : replica.storage_encrypted && !replica.publicly_accessible && replica.vpc_security_group_ids == toset(["sg-database"])])
    error_message = "Replicas must be private and encrypted, like the primary."
  }
}

run "a_standby_and_protection" {
  variables {
    database_standby   = true
    database_protected = true
  }

  assert {
    condition     = aws_db_instance.primary.multi_az && aws_db_instance.primary.deletion_protection && !aws_db_instance.primary.skip_final_snapshot
    error_message = "A protected database must have a standby, refuse deletion, and leave a snapshot."
  }
}

run "a_load_generator" {
  variables {
    load_generators = 1
  }

  assert {
    condition     = aws_autoscaling_group.group["load"].min_size == 1 && length(aws_s3_object.load_source) == 1 && local.load.settings.SOURCE_VERSION == "version-1"
    error_message = "The load generator must get the repository."
  }
}

run "tls" {
  variables {
    tls_secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:certificate"
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.nginx_from_clients : rule.from_port]) == toset([80, 443]) && strcontains(local.environments["nginx"], "NGINX_TLS='on'\n")
    error_message = "With a certificate, port 443 must be open."
  }
  assert {
    condition     = strcontains(aws_iam_role_policy.role["nginx"].policy, "secret:certificate") && !strcontains(aws_iam_role_policy.role["nginx"].policy, "secret:database")
    error_message = "NGINX may read the certificate and no other secret."
  }
}

run "only_given_clients" {
  variables {
    client_cidrs = ["198.51.100.0/24", "203.0.113.9/32"]
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.nginx_from_clients : rule.cidr_ipv4]) == toset(["198.51.100.0/24", "203.0.113.9/32"])
    error_message = "client_cidrs must limit the access to NGINX."
  }
}

run "settings_of_the_service_and_of_nginx" {
  variables {
    node_settings  = { CACHE_SIZE = "256MiB" }
    nginx_settings = { NGINX_CLIENT_RATE = "20000" }
  }

  assert {
    condition     = strcontains(local.environments["node"], "CACHE_SIZE='256MiB'\n") && strcontains(local.environments["nginx"], "NGINX_CLIENT_RATE='20000'\n")
    error_message = "The settings must be in the environment of the instances."
  }
}

run "wrong_values_are_refused" {
  command = plan
  variables {
    name              = "Atelier!"
    network_cidr      = "10.0.0.0/28"
    client_cidrs      = ["everybody"]
    architecture      = "mips"
    nodes             = 0
    node_settings     = { DATABASE_URL = "jdbc:postgresql://elsewhere/atelier" }
    nginx_settings    = { PATH = "/tmp" }
    tls_secret        = "certificate.pem"
    database_type     = "t4g.medium"
    database_disk     = 5
    database_replicas = 6
    database_password = "short"
    load_generators   = 2
  }

  expect_failures = [
    var.name, var.network_cidr, var.client_cidrs, var.architecture, var.nodes, var.node_settings, var.nginx_settings, var.tls_secret,
    var.database_type, var.database_disk, var.database_replicas, var.database_password, var.load_generators,
  ]
}

run "quotes_cannot_break_out_of_a_setting" {
  command = plan
  variables {
    node_settings  = { CAMPUS = "it's" }
    nginx_settings = { LOADERIO_TOKEN = "a'b" }
  }

  expect_failures = [var.node_settings, var.nginx_settings]
}

run "replicas_need_backups" {
  command = plan
  variables {
    database_replicas    = 1
    database_backup_days = 0
  }

  expect_failures = [var.database_replicas]
}

run "backups_have_a_bound" {
  command = plan
  variables {
    database_backup_days = 36
  }

  expect_failures = [var.database_backup_days]
}
