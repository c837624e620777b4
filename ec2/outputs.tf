locals {
  url = var.tls_secret == null ? "http://${aws_lb.balancer.dns_name}" : "https://${var.tls_host}"
}

output "name" {
  description = "The name of the cluster."
  value       = var.name
}

output "region" {
  description = "The region of the cluster."
  value       = var.region
}

output "url" {
  description = "The base URL of the API."
  value       = local.url
}

output "host" {
  description = "The balancer's name, for a DNS record (CNAME or alias) of yours. It leaves out the address of a zone that fails."
  value       = aws_lb.balancer.dns_name
}

output "bucket" {
  description = "The bucket for the reports and for a catalogue to import."
  value       = aws_s3_bucket.cluster.id
}

output "groups" {
  description = "The Auto Scaling groups."
  value       = { for role, group in aws_autoscaling_group.group : role => group.name }
}

output "commands" {
  description = "Commands for the next steps. Run them in this folder."
  value = {
    catalogue = "./on node load-catalogue 100000"
    try       = "curl ${local.url}/products/1"
    measure   = "./on load measure"
    reports   = "aws s3 cp --region ${var.region} --recursive s3://${aws_s3_bucket.cluster.id}/reports ../reports"
    admin     = "./on node --port 8081"
    logs      = "aws logs tail --region ${var.region} --follow --since 1h ${var.name}/node"
    rollouts  = "aws autoscaling describe-instance-refreshes --region ${var.region} --auto-scaling-group-name ${var.name}-node --max-items 1"
  }
}
