# Fixed, so that security.tf can let it through to the balancer.
resource "aws_eip" "load" {
  count  = var.load_generators
  domain = "vpc"
  tags   = { Name = "${var.name}-load" }
}

locals {
  load = {
    size     = var.load_generators
    type     = var.load_type
    disk     = 16
    packages = ["maven-amazon-corretto21"]

    settings = {
      TARGET         = local.url
      ADDRESS_ID     = join("", aws_eip.load[*].allocation_id)
      SOURCE_VERSION = join("", aws_s3_object.load_source[*].version_id)
    }

    files = {
      "/opt/atelier/load-boot" = "${path.module}/instance/load-boot"
      "/opt/atelier/measure"   = "${path.module}/instance/measure"
    }

    statements = [
      {
        Effect = "Allow"
        Action = ["ec2:AssociateAddress"]
        Resource = concat(aws_eip.load[*].arn, [
          "arn:${data.aws_partition.current.partition}:ec2:${var.region}:*:instance/*",
          "arn:${data.aws_partition.current.partition}:ec2:${var.region}:*:network-interface/*",
        ])
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersion"]
        Resource = ["${aws_s3_bucket.cluster.arn}/atelier.tar.gz"]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = ["${aws_s3_bucket.cluster.arn}/reports/*"]
      },
    ]
  }
}
