data "aws_availability_zones" "usable" {
  state = "available"

  # Local zones do not offer most services.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  # RDS needs two zones. With two zones the cluster survives the loss of one.
  zones = slice(data.aws_availability_zones.usable.names, 0, 2)
}

resource "aws_vpc" "cluster" {
  cidr_block = var.network_cidr
  tags       = { Name = var.name }
}

# The default group allows nothing, so an instance without one of our groups has no network access.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.cluster.id
}

resource "aws_internet_gateway" "cluster" {
  vpc_id = aws_vpc.cluster.id
  tags   = { Name = var.name }
}

# Instances have public addresses, because that is the cheapest way to reach packages and AWS services. security.tf allows
# incoming connections only from clients to the balancer.
resource "aws_subnet" "instances" {
  count                   = length(local.zones)
  vpc_id                  = aws_vpc.cluster.id
  availability_zone       = local.zones[count.index]
  cidr_block              = cidrsubnet(var.network_cidr, 4, count.index)
  map_public_ip_on_launch = true
  tags                    = { Name = "${var.name}-instances-${count.index}" }
}

# No routes to or from the internet.
resource "aws_subnet" "database" {
  count             = length(local.zones)
  vpc_id            = aws_vpc.cluster.id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.network_cidr, 4, 8 + count.index)
  tags              = { Name = "${var.name}-database-${count.index}" }
}

resource "aws_route_table" "instances" {
  vpc_id = aws_vpc.cluster.id
  tags   = { Name = "${var.name}-instances" }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.cluster.id
  }
}

resource "aws_route_table_association" "instances" {
  count          = length(aws_subnet.instances)
  subnet_id      = aws_subnet.instances[count.index].id
  route_table_id = aws_route_table.instances.id
}

# This endpoint is free of charge. Amazon Linux's packages come from S3 too.
resource "aws_vpc_endpoint" "storage" {
  vpc_id          = aws_vpc.cluster.id
  service_name    = "com.amazonaws.${var.region}.s3"
  route_table_ids = [aws_route_table.instances.id]
  tags            = { Name = "${var.name}-storage" }
}
