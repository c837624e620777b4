locals {
  # The load generator uses plain HTTP, because a TLS certificate is for another host name.
  url = "http://${aws_eip.nginx.public_dns}"
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

output "address" {
  description = "NGINX's public address, for a DNS record."
  value       = aws_eip.nginx.public_ip
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
    rollouts  = "aws autoscaling describe-instance-refreshes --region ${var.region} --auto-scaling-group-name ${var.name}-node --max-items 1"
  }
}
