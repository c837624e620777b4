# Alarms about what users notice, and about what they will notice soon. docs/monitoring.md has finer ones, for a Prometheus
# that can reach the nodes.

locals {
  mebibyte = 1024 * 1024

  group_alarms = merge([
    for role in ["nginx", "node"] : {
      # Without measurements the group does not exist any more.
      "${role}-missing" = {
        description = "The group ${role} has fewer instances than it should have, for ten minutes."
        namespace   = "AWS/AutoScaling", metric = "GroupInServiceInstances", dimensions = { AutoScalingGroupName = "${var.name}-${role}" }
        statistic   = "Minimum", comparison = "LessThanThreshold", threshold = local.groups[role].size
        minutes     = 10, missing = "breaching"
      }
      "${role}-unhealthy" = {
        description = "An instance of the group ${role} does not respond, for five minutes. Its group should have replaced it."
        namespace   = "AWS/NetworkELB", metric = "UnHealthyHostCount"
        dimensions = {
          LoadBalancer = aws_lb.balancer.arn_suffix
          TargetGroup  = aws_lb_target_group.target[role == "nginx" ? "nginx-80" : "node"].arn_suffix
        }
        statistic = "Maximum", comparison = "GreaterThanThreshold", threshold = 0
        minutes   = 5, missing = "notBreaching"
      }
      "${role}-busy" = {
        description = "The processors of the group ${role} are over 80 % busy, for 15 minutes. It needs more or larger instances."
        namespace   = "AWS/EC2", metric = "CPUUtilization", dimensions = { AutoScalingGroupName = "${var.name}-${role}" }
        statistic   = "Average", comparison = "GreaterThanThreshold", threshold = 80
        minutes     = 15, missing = "notBreaching"
      }
      # The agent sends this every minute. Without it, there are no logs either.
      "${role}-memory" = {
        description = "An instance of the group ${role} has used over 90 % of its memory for ten minutes, or sends no measurements."
        namespace   = var.name, metric = "mem_used_percent", dimensions = { Role = role }
        statistic   = "Maximum", comparison = "GreaterThanThreshold", threshold = 90
        minutes     = 10, missing = "breaching"
      }
      "${role}-disk" = {
        description = "The disk of an instance of the group ${role} is over 85 % full."
        namespace   = var.name, metric = "disk_used_percent", dimensions = { Role = role }
        statistic   = "Maximum", comparison = "GreaterThanThreshold", threshold = 85
        minutes     = 10, missing = "notBreaching"
      }
    }
  ]...)

  service_alarms = {
    failed-requests = {
      description = "More than 20 requests a minute failed with 5xx at NGINX, for five minutes."
      namespace   = var.name, metric = "failed-requests", dimensions = {}
      statistic   = "Sum", comparison = "GreaterThanThreshold", threshold = 20
      minutes     = 5, missing = "notBreaching"
    }
    node-errors = {
      description = "Nodes logged errors in each of three minutes."
      namespace   = var.name, metric = "node-errors", dimensions = {}
      statistic   = "Sum", comparison = "GreaterThanThreshold", threshold = 0
      minutes     = 3, missing = "notBreaching"
    }
  }

  database_alarms = merge(
    {
      database-busy = {
        description = "The processors of PostgreSQL are over 90 % busy for 15 minutes, or it sends no measurements."
        namespace   = "AWS/RDS", metric = "CPUUtilization", dimensions = { DBInstanceIdentifier = aws_db_instance.primary.identifier }
        statistic   = "Average", comparison = "GreaterThanThreshold", threshold = 90
        minutes     = 15, missing = "breaching"
      }
      # RDS enlarges the disk at 10 %, up to its limit.
      database-disk = {
        description = "PostgreSQL has less than 5 % of its first disk free. RDS has not enlarged it."
        namespace   = "AWS/RDS", metric = "FreeStorageSpace", dimensions = { DBInstanceIdentifier = aws_db_instance.primary.identifier }
        statistic   = "Minimum", comparison = "LessThanThreshold", threshold = 0.05 * var.database_disk * 1024 * local.mebibyte
        minutes     = 5, missing = "notBreaching"
      }
      database-memory = {
        description = "PostgreSQL has less than 128 MiB of free memory, for 15 minutes."
        namespace   = "AWS/RDS", metric = "FreeableMemory", dimensions = { DBInstanceIdentifier = aws_db_instance.primary.identifier }
        statistic   = "Maximum", comparison = "LessThanThreshold", threshold = 128 * local.mebibyte
        minutes     = 15, missing = "notBreaching"
      }
    },
    {
      for index, replica in local.replica_names : "database-replica-${index}-late" => {
        description = "A replica is over 30 s behind the primary, for five minutes. Nodes read from it nevertheless."
        namespace   = "AWS/RDS", metric = "ReplicaLag", dimensions = { DBInstanceIdentifier = replica }
        statistic   = "Maximum", comparison = "GreaterThanThreshold", threshold = 30
        minutes     = 5, missing = "breaching"
      }
    }
  )

  alarms = merge(local.group_alarms, local.service_alarms, local.database_alarms)
}

resource "aws_sns_topic" "alarms" {
  name = "${var.name}-alarms"
}

# AWS sends a message with a link to this address. Only after a click on it does the address receive alarms.
resource "aws_sns_topic_subscription" "email" {
  count     = var.alarm_email == null ? 0 : 1
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = each.value.minutes
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  # Before there are instances, those that count missing measurements would ring.
  depends_on = [aws_autoscaling_group.group]
}
