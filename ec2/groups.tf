# Each of the three roles is an Auto Scaling group. The group keeps the number of instances, replaces those that hang, and
# replaces all one by one when their template changes. It counts a new instance only after that instance has reported that it
# is ready.

locals {
  groups = { node = local.node, nginx = local.nginx, load = local.load }

  common_files = {
    "/opt/atelier/report-ready"                = "${path.module}/instance/report-ready"
    "/opt/atelier/send-logs"                   = "${path.module}/instance/send-logs"
    "/opt/atelier/copy-journal"                = "${path.module}/instance/copy-journal"
    "/etc/systemd/system/copy-journal.service" = "${path.module}/instance/copy-journal.service"
  }

  # The environment of every script and unit on an instance. sh and systemd parse these quotes in the same way.
  environments = {
    for role, group in local.groups : role => join("", [
      for name, value in merge(group.settings, { AWS_REGION = var.region, GROUP = "${var.name}-${role}", BUCKET = aws_s3_bucket.cluster.id }) :
      "${name}='${value}'\n"
    ])
  }

  cloud_configs = {
    for role, group in local.groups : role => {
      packages = concat(["amazon-cloudwatch-agent"], group.packages)
      users    = ["default", { name = "atelier", system = true, shell = "/sbin/nologin", homedir = "/var/lib/atelier" }]
      write_files = concat(
        [
          { path = "/etc/atelier/environment", permissions = "0644", content = local.environments[role] },
          { path = "/etc/atelier/agent.json", permissions = "0644", content = jsonencode(local.agents[role]) },
        ],
        [
          for path, source in merge(local.common_files, group.files) :
          {
            path        = path
            permissions = startswith(file(source), "#!") ? "0755" : "0644"
            content     = join("\n", [for line in split("\n", file(source)) : line if !startswith(trimspace(line), "# ")])
          }
        ]
      )
      # The log of a boot that fails must leave the instance as well.
      runcmd = [["/opt/atelier/send-logs"], ["/opt/atelier/${role}-boot"]]
    }
  }

  # One instance more than the size of the group.
  most_healthy = { for role, group in local.groups : role => group.size == 0 ? 200 : 100 + ceil(100 / group.size) }

  # Compressed, and the files without their comments, because EC2 accepts at most 16 KB.
  user_data = { for role, config in local.cloud_configs : role => base64gzip("#cloud-config\n${yamlencode(config)}") }
}

data "aws_partition" "current" {}

# One release by its name, because "the newest" would be another one at the next apply, and start an unexpected rollout.
data "aws_ami" "image" {
  owners = ["amazon"]
  # AWS marks an image as deprecated after 90 days. It remains usable.
  include_deprecated = true

  filter {
    name   = "name"
    values = ["al2023-ami-${var.image_release}-${var.architecture}"]
  }
}

resource "aws_iam_role" "role" {
  for_each    = local.groups
  name_prefix = "${var.name}-${each.key}-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

# Sessions for operators instead of SSH.
resource "aws_iam_role_policy_attachment" "sessions" {
  for_each   = local.groups
  role       = aws_iam_role.role[each.key].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "role" {
  for_each = local.groups
  name     = "cluster"
  role     = aws_iam_role.role[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(each.value.statements, local.log_statements[each.key], [{
      Effect   = "Allow"
      Action   = ["autoscaling:CompleteLifecycleAction"]
      Resource = ["arn:${data.aws_partition.current.partition}:autoscaling:${var.region}:*:autoScalingGroup:*:autoScalingGroupName/${var.name}-${each.key}"]
    }])
  })
}

resource "aws_iam_instance_profile" "role" {
  for_each    = local.groups
  name_prefix = "${var.name}-${each.key}-"
  role        = aws_iam_role.role[each.key].name
}

resource "aws_launch_template" "group" {
  for_each               = local.groups
  name                   = "${var.name}-${each.key}"
  update_default_version = true
  image_id               = data.aws_ami.image.id
  instance_type          = each.value.type
  user_data              = local.user_data[each.key]
  vpc_security_group_ids = [aws_security_group.role[each.key].id]

  iam_instance_profile {
    arn = aws_iam_instance_profile.role[each.key].arn
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_type           = "gp3"
      volume_size           = each.value.disk
      encrypted             = true
      delete_on_termination = true
    }
  }

  dynamic "tag_specifications" {
    for_each = ["instance", "volume"]
    content {
      resource_type = tag_specifications.value
      tags          = { Name = "${var.name}-${each.key}", Project = var.name }
    }
  }
}

resource "aws_autoscaling_group" "group" {
  for_each            = local.groups
  name                = "${var.name}-${each.key}"
  vpc_zone_identifier = aws_subnet.instances[*].id
  # Allows one more instance during a rollout. Nothing else changes the number.
  min_size                  = each.value.size
  desired_capacity          = each.value.size
  max_size                  = each.value.size * 2
  wait_for_capacity_timeout = "15m"

  # The balancer's health checks (balancer.tf), if there are any, and those of EC2.
  target_group_arns         = [for key, target in local.targets : aws_lb_target_group.target[key].arn if target.role == each.key]
  health_check_type         = contains([for target in local.targets : target.role], each.key) ? "ELB" : "EC2"
  health_check_grace_period = 300
  # apply waits until the balancer has this number.
  min_elb_capacity = contains([for target in local.targets : target.role], each.key) ? each.value.size : null
  # For alarms.tf.
  enabled_metrics = ["GroupInServiceInstances"]

  # The group starts a replacement before it terminates an instance, even one that seems to hang. So a wrong health check cannot
  # empty it.
  instance_maintenance_policy {
    min_healthy_percentage = 100
    max_healthy_percentage = local.most_healthy[each.key]
  }

  launch_template {
    id = aws_launch_template.group[each.key].id
    # A number instead of $Latest, because a new number starts a rollout.
    version = aws_launch_template.group[each.key].latest_version
  }

  # The group terminates an instance that does not report within ten minutes, and the rollout stops.
  initial_lifecycle_hook {
    name                 = "ready"
    lifecycle_transition = "autoscaling:EC2_INSTANCE_LAUNCHING"
    heartbeat_timeout    = 600
    default_result       = "ABANDON"
  }

  instance_refresh {
    strategy = "Rolling"
    preferences {
      # Start a new instance before an old one is terminated.
      min_healthy_percentage = 100
      max_healthy_percentage = local.most_healthy[each.key]
      # The time in which NGINX detects a new node.
      instance_warmup = 30
      # A rollback is not possible: the group already has the new template when the rollout starts.
      auto_rollback = false
      # For example triggers that the same apply has added.
      skip_matching = true
    }
  }

  # An instance needs these when it starts.
  depends_on = [
    aws_iam_role_policy.role,
    aws_iam_role_policy_attachment.sessions,
    aws_lb_listener.target,
    aws_route_table_association.instances,
    aws_secretsmanager_secret_version.database,
    aws_vpc_endpoint.storage,
    aws_vpc_security_group_egress_rule.out,
    aws_vpc_security_group_ingress_rule.database_from_node,
  ]
}
