# Tests of the cluster with a mock of AWS. They need no account. All values that AWS would return are made up here.

mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_ami" {
    defaults = { id = "ami-0123456789abcdef0" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { id = "atelier-bucket", arn = "arn:aws:s3:::atelier-bucket" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { id = "arn:aws:secretsmanager:us-east-1:123456789012:secret:database", arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:database" }
  }
  mock_resource "aws_eip" {
    defaults = { arn = "arn:aws:ec2:us-east-1:123456789012:elastic-ip/eipalloc-1", public_ip = "203.0.113.7", allocation_id = "eipalloc-1" }
  }
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/atelier/1", arn_suffix = "net/atelier/1", dns_name = "balancer.example" }
  }
  mock_resource "aws_lb_target_group" {
    defaults = { arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/atelier/1", arn_suffix = "targetgroup/atelier/1" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:atelier" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:atelier-alarms" }
  }
  mock_resource "aws_vpc" {
    defaults = { id = "vpc-1" }
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
  target = aws_security_group.role["balancer"]
  values = { id = "sg-balancer" }
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
    condition     = { for key, rule in aws_vpc_security_group_ingress_rule.balancer_from_clients : key => [rule.security_group_id, rule.from_port, rule.to_port, rule.ip_protocol] } == { "80 from 0.0.0.0/0" = ["sg-balancer", 80, 80, "tcp"] }
    error_message = "The internet must reach only port 80 of the balancer."
  }
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.balancer_from_load) == 0
    error_message = "Without a load generator, nothing else may reach the balancer."
  }
  assert {
    condition = (
      { for key, rule in aws_vpc_security_group_ingress_rule.nginx_from_balancer : key => [rule.security_group_id, rule.referenced_security_group_id, rule.from_port, rule.to_port] } == {
        80   = ["sg-nginx", "sg-balancer", 80, 80]
        8082 = ["sg-nginx", "sg-balancer", 8082, 8082]
      } &&
      alltrue([for rule in aws_vpc_security_group_ingress_rule.nginx_from_balancer : rule.cidr_ipv4 == null])
    )
    error_message = "Only the balancer may reach NGINX, and its status page."
  }
  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.node_from_balancer.security_group_id == "sg-node" &&
      aws_vpc_security_group_ingress_rule.node_from_balancer.referenced_security_group_id == "sg-balancer" &&
      aws_vpc_security_group_ingress_rule.node_from_balancer.cidr_ipv4 == null &&
      aws_vpc_security_group_ingress_rule.node_from_balancer.from_port == 8080 &&
      aws_vpc_security_group_ingress_rule.node_from_balancer.to_port == 8080
    )
    error_message = "The balancer's health checks may reach the API of the nodes, and not their admin port."
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
    condition     = { for role, group in aws_autoscaling_group.group : role => [group.min_size, group.desired_capacity] } == { node = [3, 3], nginx = [2, 2], load = [0, 0] }
    error_message = "There must be three nodes, two NGINX and no load generator."
  }
  assert {
    condition     = alltrue([for group in aws_autoscaling_group.group : one(group.initial_lifecycle_hook).default_result == "ABANDON" && one(one(group.instance_refresh).preferences).min_healthy_percentage == 100])
    error_message = "The group must terminate instances that do not report, and must start new instances before it terminates old ones."
  }
  assert {
    condition     = { for role, group in aws_autoscaling_group.group : role => one(one(group.instance_refresh).preferences).max_healthy_percentage } == { node = 134, nginx = 150, load = 200 }
    error_message = "A rollout must use exactly one additional instance."
  }

  # The balancer and its health checks.
  assert {
    condition     = aws_lb.balancer.load_balancer_type == "network" && aws_lb.balancer.internal == false && aws_lb.balancer.subnets == toset(aws_subnet.instances[*].id) && aws_lb.balancer.security_groups == toset(["sg-balancer"]) && aws_lb.balancer.enable_cross_zone_load_balancing
    error_message = "A network load balancer must be open to clients in both zones, and forward to the other zone if NGINX fails in one."
  }
  assert {
    condition     = { for key, listener in aws_lb_listener.target : key => [listener.protocol, listener.port] } == { nginx-80 = ["TCP", 80], node = ["TCP", 8080] }
    error_message = "The balancer must listen for clients at port 80, and for nobody at the nodes' port."
  }
  assert {
    condition     = alltrue([for group in aws_lb_target_group.target : group.target_type == "instance" && group.preserve_client_ip == "true"])
    error_message = "NGINX must see the clients' own addresses, because its limits count them."
  }
  assert {
    condition = { for key, group in aws_lb_target_group.target : key => [for check in group.health_check : [check.protocol, check.port, check.path, check.matcher, check.interval * check.unhealthy_threshold]] } == {
      nginx-80 = [["HTTP", "8082", "/nginx-status", "200", 30]]
      node     = [["HTTP", "8080", "/health-check?type=alive", "200", 60]]
    }
    error_message = "The health checks must ask whether NGINX and the nodes themselves respond, not whether the database does."
  }
  assert {
    condition     = strcontains(file("../nginx/nginx.conf.template"), "location = /nginx-status") && strcontains(local.environments["nginx"], "NGINX_STATUS_ADDRESS='0.0.0.0:8082'\n")
    error_message = "NGINX must have the page that the balancer asks for, at an address that the balancer reaches."
  }
  assert {
    condition     = jsonencode({ for role, group in aws_autoscaling_group.group : role => [group.health_check_type, length(group.target_group_arns), group.min_elb_capacity] }) == jsonencode({ node = ["ELB", 1, 3], nginx = ["ELB", 1, 2], load = ["EC2", 0, null] })
    error_message = "The groups of NGINX and of the nodes must replace instances that fail the balancer's health checks."
  }
  assert {
    condition     = { for role, group in aws_autoscaling_group.group : role => [for policy in group.instance_maintenance_policy : [policy.min_healthy_percentage, policy.max_healthy_percentage]] } == { node = [[100, 134]], nginx = [[100, 150]], load = [[100, 200]] }
    error_message = "A replacement must start before an instance that fails a health check is terminated, so that a wrong check cannot empty a group."
  }
  assert {
    condition     = aws_lb_target_group.target["nginx-80"].deregistration_delay == "30" && tonumber(regex("TimeoutStopSec=(\\d+)", file("instance/atelier-nginx.service"))[0]) < 30
    error_message = "Open requests must have time to end before NGINX is terminated."
  }

  # The image.
  assert {
    condition     = toset(one(data.aws_ami.image.filter).values) == toset(["al2023-ami-2023.12.20260831.0-kernel-6.1-arm64"]) && data.aws_ami.image.owners == tolist(["amazon"]) && data.aws_ami.image.most_recent == null && alltrue([for template in aws_launch_template.group : template.image_id == "ami-0123456789abcdef0"])
    error_message = "All instances must have one fixed image of Amazon. A newer one must come only with another image_release."
  }
  assert {
    condition     = alltrue([for group in aws_autoscaling_group.group : group.launch_template[0].version == "7"])
    error_message = "A group must use the version number of its template, so that a new version starts a rollout."
  }

  # The database URL.
  assert {
    condition     = local.node.settings.DATABASE_URL == "jdbc:postgresql://primary.example:5432/atelier?sslmode=verify-full&sslrootcert=/opt/atelier/database-authorities.pem" && local.node.settings.DATABASE_URL == local.node.settings.PRIMARY_URL
    error_message = "Without replicas, all connections must go to the primary, encrypted, and to no other server."
  }
  assert {
    condition     = length(aws_db_instance.replica) == 0 && aws_db_instance.primary.multi_az && aws_db_instance.primary.backup_retention_period == 7
    error_message = "There must be no replicas, but a standby in another zone and backups for a week."
  }
  assert {
    condition     = aws_db_instance.primary.deletion_protection && !aws_db_instance.primary.skip_final_snapshot && !aws_db_instance.primary.delete_automated_backups && aws_db_instance.primary.final_snapshot_identifier == "atelier-last-vpc-1"
    error_message = "RDS must refuse to delete the database, and after a deletion keep its backups and a snapshot with a name of its own."
  }
  assert {
    condition     = { for parameter in aws_db_parameter_group.database.parameter : parameter.name => parameter.value }["rds.force_ssl"] == "1"
    error_message = "The database must reject connections that are not encrypted."
  }
  # The same as in docker/postgresql.conf. The parameters of a write have an email address.
  assert {
    condition = alltrue([
      for name in ["log_parameter_max_length", "log_parameter_max_length_on_error"] :
      { for parameter in aws_db_parameter_group.database.parameter : parameter.name => parameter.value }[name] == regex("(?m)^${name} = (\\S+)", file("../docker/postgresql.conf"))[0]
    ])
    error_message = "The database must not log the parameters of statements, because they have email addresses."
  }

  # The same as in Compose.
  assert {
    condition = (
      aws_db_instance.primary.engine_version == regex("POSTGRES_IMAGE:-postgres:(\\d+)", file("../docker/compose.yml"))[0] &&
      aws_db_parameter_group.database.family == "postgres${aws_db_instance.primary.engine_version}"
    )
    error_message = "PostgreSQL must have the major version of docker/compose.yml."
  }
  assert {
    condition = (
      contains([for file in local.cloud_configs["node"].write_files : file.content if file.path == "/opt/atelier/java.options"], join("\n", [for line in split("\n", file("../docker/java.options")) : line if !startswith(line, "#")])) &&
      regexall("ExecStart=.*", file("instance/atelier.service")) == tolist(["ExecStart=/usr/bin/java @/opt/atelier/java.options -jar /opt/atelier/atelier-service.jar server /opt/atelier/config.yml"])
    )
    error_message = "Nodes must run with the Java options of the container, and no others."
  }
  assert {
    condition     = contains(local.node.packages, "java-${regex("JAVA_IMAGE=eclipse-temurin:(\\d+)", file("../docker/Dockerfile"))[0]}-amazon-corretto-headless")
    error_message = "Nodes must run with the Java version of the container."
  }

  # User data. It must not contain secrets.
  assert {
    condition     = alltrue([for data in local.user_data : length(data) * 3 / 4 <= 16384])
    error_message = "User data must not exceed the 16 KB that EC2 accepts."
  }
  assert {
    condition     = length([for file in local.cloud_configs["nginx"].write_files : file if endswith(file.path, "nginx.conf.template") && strcontains(file.content, "keepalive_timeout") && !strcontains(file.content, "# ")]) == 1
    error_message = "User data must have the files without their comments, which would take up most of the 16 KB."
  }
  assert {
    condition     = alltrue([for config in local.cloud_configs : !strcontains(yamlencode(config), nonsensitive("a-password-that-must-not-be-seen"))])
    error_message = "User data must not contain the password. Nodes fetch it themselves."
  }
  assert {
    condition = alltrue([
      for role, config in local.cloud_configs :
      yamldecode(yamlencode(config)).runcmd == [["/opt/atelier/send-logs"], ["/opt/atelier/${role}-boot"]] &&
      contains([for file in config.write_files : file.path if file.permissions == "0755"], "/opt/atelier/send-logs") &&
      contains([for file in config.write_files : file.path if file.permissions == "0755"], "/opt/atelier/${role}-boot") &&
      contains([for file in config.write_files : file.path if file.permissions == "0755"], "/opt/atelier/report-ready")
    ])
    error_message = "Every instance must send its logs, run its boot script, and be able to report."
  }
  assert {
    condition = alltrue([
      for role, config in local.cloud_configs : length(setsubtract(
        flatten(regexall("/(?:opt|etc)/atelier/[a-z/.-]+[a-z]", join("\n", [for file in config.write_files : file.content if !startswith(file.path, "/opt/atelier/nginx/")]))),
        concat([for file in config.write_files : file.path], {
          # These are downloaded, or written by the boot script.
          node  = ["/opt/atelier/atelier-service.jar", "/opt/atelier/database-authorities.pem", "/etc/atelier/password"]
          nginx = ["/etc/atelier/tls.pem"]
          load  = ["/opt/atelier/atelier.tar.gz"]
        }[role])
      )) == 0
    ])
    error_message = "An instance must have all files that its scripts and units use."
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
        !contains(statement.Resource, "*") || statement.Action == ["ec2:DescribeInstances"] ||
        statement.Action == ["cloudwatch:PutMetricData"] && lookup(statement, "Condition", null) == { StringEquals = { "cloudwatch:namespace" = "atelier" } }
      ]
    ]))
    error_message = "Only listing instances, and measurements in our namespace, may be allowed for all resources."
  }
  assert {
    condition     = alltrue(flatten([for policy in aws_iam_role_policy.role : [for statement in jsondecode(policy.policy).Statement : [for action in statement.Action : !strcontains(action, "*")]]]))
    error_message = "Allowed actions must not contain wildcards."
  }
  assert {
    condition     = alltrue([for role in ["nginx", "load"] : !strcontains(aws_iam_role_policy.role[role].policy, "secretsmanager")])
    error_message = "Only nodes may read the database password."
  }

  # Logs and alarms leave the machine.
  assert {
    condition = alltrue([
      for role, config in local.cloud_configs :
      contains(config.packages, "amazon-cloudwatch-agent") &&
      [for file in config.write_files : jsondecode(file.content).logs.logs_collected.files.collect_list if file.path == "/etc/atelier/agent.json"] == [[
        { file_path = "/var/log/cloud-init-output.log", log_group_name = "atelier/${role}", log_stream_name = "{instance_id}/boot" },
        { file_path = regex("ExecStart=/opt/atelier/copy-journal (.*)", file("instance/copy-journal.service"))[0], log_group_name = "atelier/${role}", log_stream_name = "{instance_id}/journal" },
      ]]
    ])
    error_message = "Every instance must send its journal and the log of its boot to CloudWatch."
  }
  assert {
    condition     = alltrue([for group in concat(values(aws_cloudwatch_log_group.role), values(aws_cloudwatch_log_group.database)) : group.retention_in_days == 30]) && keys(aws_cloudwatch_log_group.database) == ["/aws/rds/instance/atelier/postgresql"] && aws_db_instance.primary.enabled_cloudwatch_logs_exports == toset(["postgresql"])
    error_message = "CloudWatch must keep all logs for 30 days, PostgreSQL's too."
  }
  assert {
    condition = keys(aws_cloudwatch_metric_alarm.alarm) == [
      "database-busy", "database-disk", "database-memory", "failed-requests",
      "nginx-busy", "nginx-disk", "nginx-memory", "nginx-missing", "nginx-unhealthy",
      "node-busy", "node-disk", "node-errors", "node-memory", "node-missing", "node-unhealthy",
    ]
    error_message = "There must be these alarms and no others."
  }
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn])])
    error_message = "Every alarm must go to the topic, when it begins and when it ends."
  }
  assert {
    condition = alltrue([
      for role, size in { nginx = 2, node = 3 } : alltrue([
        aws_cloudwatch_metric_alarm.alarm["${role}-missing"].threshold == size,
        aws_cloudwatch_metric_alarm.alarm["${role}-missing"].treat_missing_data == "breaching",
        contains(aws_autoscaling_group.group[role].enabled_metrics, aws_cloudwatch_metric_alarm.alarm["${role}-missing"].metric_name),
        aws_cloudwatch_metric_alarm.alarm["${role}-memory"].treat_missing_data == "breaching",
      ])
    ])
    error_message = "An alarm must count the instances that should be there, and one must tell that measurements stopped."
  }
  assert {
    # Every series of ours that an alarm reads exists: a filter counts it, or an agent sends it for this role.
    condition = alltrue([
      for alarm in aws_cloudwatch_metric_alarm.alarm :
      contains(keys(aws_cloudwatch_log_metric_filter.count), alarm.metric_name) ||
      strcontains(jsonencode(lookup(local.agents, lookup(alarm.dimensions, "Role", "none"), "")), "\"${alarm.metric_name}\"")
      if alarm.namespace == "atelier"
    ])
    error_message = "An alarm must not wait for a series that nobody sends."
  }
  assert {
    condition     = local.nginx.settings.NGINX_FAILURE_LOG != "off" && local.node.settings.LOG_FORMAT == "json" && strcontains(file("../nginx/access-log-format.conf"), ",\"status\":\"$status\"")
    error_message = "The filters of the alarms need NGINX's failures, and JSON from NGINX and the nodes."
  }
  assert {
    condition     = length(aws_sns_topic_subscription.email) == 0
    error_message = "Without an address there must be no subscription."
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
    condition     = output.url == "http://balancer.example" && output.host == "balancer.example" && local.load.settings.TARGET == output.url
    error_message = "The URL must have the name of the balancer."
  }
  assert {
    condition     = !can(regex("(?i)password|secret", jsonencode([output.name, output.region, output.url, output.host, output.bucket, output.groups, output.commands])))
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
    condition     = local.node.settings.DATABASE_URL == "jdbc:postgresql://first.example:5432,primary.example:5432/atelier?sslmode=verify-full&sslrootcert=/opt/atelier/database-authorities.pem&targetServerType=preferSecondary&loadBalanceHosts=true"
    error_message = "Nodes must prefer a replica, and use the primary if it is unavailable."
  }
  assert {
    condition     = local.node.settings.PRIMARY_URL == "jdbc:postgresql://primary.example:5432/atelier?sslmode=verify-full&sslrootcert=/opt/atelier/database-authorities.pem"
    error_message = "Migrations and imports must use the primary."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["database-replica-0-late"].dimensions == tomap({ DBInstanceIdentifier = "atelier-replica-0" }) && contains(keys(aws_cloudwatch_log_group.database), "/aws/rds/instance/atelier-replica-0/postgresql")
    error_message = "A replica must have an alarm and a log."
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

run "a_cluster_for_a_try" {
  variables {
    database_standby   = false
    database_protected = false
  }

  assert {
    condition     = !aws_db_instance.primary.multi_az && !aws_db_instance.primary.deletion_protection && aws_db_instance.primary.skip_final_snapshot && aws_db_instance.primary.delete_automated_backups
    error_message = "Without standby and protection, the database must cost less and leave nothing."
  }
}

run "alarms_by_mail" {
  variables {
    alarm_email = "operators@shop.example"
    log_days    = 90
  }

  assert {
    condition     = one(aws_sns_topic_subscription.email).endpoint == "operators@shop.example" && one(aws_sns_topic_subscription.email).topic_arn == aws_sns_topic.alarms.arn
    error_message = "The address must receive the alarms."
  }
  assert {
    condition     = alltrue([for group in concat(values(aws_cloudwatch_log_group.role), values(aws_cloudwatch_log_group.database)) : group.retention_in_days == 90])
    error_message = "log_days must set how long logs are kept."
  }
}

run "another_image" {
  variables {
    image_release = "2023.13.20270101.0-kernel-6.12"
    architecture  = "x86_64"
  }

  assert {
    condition     = toset(one(data.aws_ami.image.filter).values) == toset(["al2023-ami-2023.13.20270101.0-kernel-6.12-x86_64"])
    error_message = "image_release and architecture must select the image."
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
  assert {
    condition     = { for key, rule in aws_vpc_security_group_ingress_rule.balancer_from_load : key => [rule.security_group_id, rule.cidr_ipv4, rule.from_port, rule.to_port] } == { 80 = ["sg-balancer", "203.0.113.7/32", 80, 80] } && local.load.settings.ADDRESS_ID == "eipalloc-1"
    error_message = "The load generator must reach the balancer from its own address, whatever client_cidrs says."
  }
}

run "tls" {
  variables {
    tls_secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:certificate"
    tls_host   = "api.shop.example"
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.balancer_from_clients : rule.from_port]) == toset([80, 443]) && keys(aws_vpc_security_group_ingress_rule.nginx_from_balancer) == ["443", "80", "8082"] && keys(aws_lb_listener.target) == ["nginx-443", "nginx-80", "node"] && strcontains(local.environments["nginx"], "NGINX_TLS='on'\n")
    error_message = "With a certificate, port 443 must be open."
  }
  assert {
    condition     = output.url == "https://api.shop.example" && local.load.settings.TARGET == output.url
    error_message = "With a certificate, the URL must have its host: port 80 only redirects."
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
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.balancer_from_clients : rule.cidr_ipv4]) == toset(["198.51.100.0/24", "203.0.113.9/32"])
    error_message = "client_cidrs must limit the access to the balancer."
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
    image_release     = "latest"
    alarm_email       = "nobody"
    log_days          = 31
    database_type     = "t4g.medium"
    database_disk     = 5
    database_replicas = 6
    database_password = "short"
    load_generators   = 2
  }

  expect_failures = [
    var.name, var.network_cidr, var.client_cidrs, var.architecture, var.nodes, var.node_settings, var.nginx_settings, var.tls_secret,
    var.image_release, var.alarm_email, var.log_days,
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

run "a_certificate_needs_its_host" {
  command = plan
  variables {
    tls_secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:certificate"
  }

  expect_failures = [var.tls_host]
}

run "a_host_is_not_an_address" {
  command = plan
  variables {
    tls_secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:certificate"
    tls_host   = "https://api.shop.example"
  }

  expect_failures = [var.tls_host]
}
