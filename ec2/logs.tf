# Logs and measurements of the instances go to CloudWatch, because an instance that failed is replaced and its disk is lost.

locals {
  journal = "/var/log/atelier/journal"

  log_files = {
    journal = local.journal
    # The log of the boot is in the journal too, but only if copy-journal works.
    boot = "/var/log/cloud-init-output.log"
  }

  # The configuration of the CloudWatch agent.
  agents = {
    for role in keys(local.groups) : role => {
      agent = { metrics_collection_interval = 60, omit_hostname = true }
      logs = {
        logs_collected = {
          files = {
            collect_list = [
              for stream, path in local.log_files :
              { file_path = path, log_group_name = aws_cloudwatch_log_group.role[role].name, log_stream_name = "{instance_id}/${stream}" }
            ]
          }
        }
      }
      metrics = {
        namespace = var.name
        # One series for each role, of which an alarm sees the maximum. A series for each instance would be new after each
        # replacement.
        aggregation_dimensions = [["Role"]]
        metrics_collected = {
          mem  = { measurement = ["mem_used_percent"], append_dimensions = { Role = role } }
          disk = { measurement = ["disk_used_percent"], resources = ["/"], append_dimensions = { Role = role } }
        }
      }
    }
  }

  log_statements = {
    for role in keys(local.groups) : role => [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.role[role].arn}:*"]
      },
      {
        Effect = "Allow"
        # This action cannot be restricted to resources, but to our namespace.
        Action    = ["cloudwatch:PutMetricData"]
        Resource  = ["*"]
        Condition = { StringEquals = { "cloudwatch:namespace" = var.name } }
      },
    ]
  }
}

resource "aws_cloudwatch_log_group" "role" {
  for_each          = toset(["node", "nginx", "load"])
  name              = "${var.name}/${each.key}"
  retention_in_days = var.log_days
}

# RDS writes to these names. If it created the groups itself, it would keep the logs for ever.
resource "aws_cloudwatch_log_group" "database" {
  for_each          = toset([for database in concat([var.name], local.replica_names) : "/aws/rds/instance/${database}/postgresql"])
  name              = each.key
  retention_in_days = var.log_days
}

# Counts lines of the logs, for alarms.tf. A line of the journal is a JSON object if NGINX or the service wrote it.
resource "aws_cloudwatch_log_metric_filter" "count" {
  for_each = {
    # NGINX logs failed requests only, each with the status that the client got.
    failed-requests = { role = "nginx", pattern = "{ $.status = \"5*\" }" }
    node-errors     = { role = "node", pattern = "{ $.level = \"ERROR\" }" }
  }
  name           = "${var.name}-${each.key}"
  log_group_name = aws_cloudwatch_log_group.role[each.value.role].name
  pattern        = each.value.pattern

  metric_transformation {
    namespace     = var.name
    name          = each.key
    value         = "1"
    default_value = "0"
  }
}
