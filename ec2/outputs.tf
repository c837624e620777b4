locals {
  # The load generator's requests go over plain HTTP: with TLS the certificate names another host.
  url = "http://${aws_eip.nginx.public_dns}"
}

output "name" {
  description = "What the cluster is called."
  value       = var.name
}

output "region" {
  description = "Where it runs."
  value       = var.region
}

output "url" {
  description = "Where the API is."
  value       = local.url
}

output "address" {
  description = "NGINX's public address, for a DNS record."
  value       = aws_eip.nginx.public_ip
}

output "bucket" {
  description = "Where reports come out, and a catalogue to import goes in."
  value       = aws_s3_bucket.cluster.id
}

output "groups" {
  description = "The Auto Scaling groups."
  value       = { for role, group in aws_autoscaling_group.group : role => group.name }
}

output "commands" {
  description = "What to do next, from this folder."
  value = {
    catalogue = "./on node load-catalogue 100000"
    try       = "curl ${local.url}/products/1"
    measure   = "./on load measure"
    reports   = "aws s3 cp --region ${var.region} --recursive s3://${aws_s3_bucket.cluster.id}/reports ../reports"
    admin     = "./on node --port 8081"
    rollouts  = "aws autoscaling describe-instance-refreshes --region ${var.region} --auto-scaling-group-name ${var.name}-node --max-items 1"
  }
}
