# The files for the instances, the reports of the load generator, and catalogues from operators.
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

# A node downloads a fixed version of the jar. So an older node can still download its own version during a rollout.
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

  # Without versioning the object has no version id.
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
