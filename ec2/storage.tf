# What instances fetch, and where the load generator's reports and an operator's catalogue lie.
resource "aws_s3_bucket" "cluster" {
  bucket_prefix = "${var.name}-"
  force_destroy = true
}

resource "aws_s3_bucket_public_access_block" "cluster" {
  bucket                  = aws_s3_bucket.cluster.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "cluster" {
  bucket = aws_s3_bucket.cluster.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# A node names the version of the jar that it belongs to: an earlier node's can still be fetched while a rollout goes on.
resource "aws_s3_bucket_versioning" "cluster" {
  bucket = aws_s3_bucket.cluster.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "cluster" {
  bucket = aws_s3_bucket.cluster.id
  rule {
    id     = "earlier-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }

  depends_on = [aws_s3_bucket_versioning.cluster]
}

resource "aws_s3_bucket_policy" "encrypted_transport" {
  bucket = aws_s3_bucket.cluster.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.cluster.arn, "${aws_s3_bucket.cluster.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.cluster]
}

resource "aws_s3_object" "service" {
  bucket      = aws_s3_bucket.cluster.id
  key         = "atelier-service.jar"
  source      = var.service_jar
  source_hash = filesha256(var.service_jar)

  # Otherwise it would have no version.
  depends_on = [aws_s3_bucket_versioning.cluster]
}

resource "aws_s3_object" "load_source" {
  count       = var.load_generators
  bucket      = aws_s3_bucket.cluster.id
  key         = "atelier.tar.gz"
  source      = var.load_source
  source_hash = filesha256(var.load_source)

  depends_on = [aws_s3_bucket_versioning.cluster]
}
