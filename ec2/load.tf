locals {
  load = {
    size     = var.load_generators
    type     = var.load_type
    disk     = 16
    packages = ["maven-amazon-corretto21"]

    settings = {
      # Inside the network this name resolves to NGINX's private address.
      TARGET         = local.url
      SOURCE_VERSION = join("", aws_s3_object.load_source[*].version_id)
    }

    files = {
      "/opt/atelier/load-boot"    = "${path.module}/instance/load-boot"
      "/opt/atelier/report-ready" = "${path.module}/instance/report-ready"
      "/opt/atelier/measure"      = "${path.module}/instance/measure"
    }

    statements = [
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
