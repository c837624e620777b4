data "aws_availability_zones" "usable" {
  state = "available"

  # Local zones lack most services.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  # RDS wants two zones, and so does whoever wants to outlive one.
  zones = slice(data.aws_availability_zones.usable.names, 0, 2)
}

resource "aws_vpc" "cluster" {
  cidr_block = var.network_cidr
  # With it NGINX's public name leads to its private address from within.
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

# What belongs to no group of ours reaches nothing.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.cluster.id
}

resource "aws_internet_gateway" "cluster" {
  vpc_id = aws_vpc.cluster.id
  tags   = { Name = var.name }
}

# Instances have public addresses because that is the cheapest way out, for packages and AWS's own services; security.tf lets in nobody.
resource "aws_subnet" "instances" {
  count                   = length(local.zones)
  vpc_id                  = aws_vpc.cluster.id
  availability_zone       = local.zones[count.index]
  cidr_block              = cidrsubnet(var.network_cidr, 4, count.index)
  map_public_ip_on_launch = true
  tags                    = { Name = "${var.name}-instances-${count.index}" }
}

# No way out, and none in.
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

# Costs nothing, and Amazon Linux's packages come from S3 too.
resource "aws_vpc_endpoint" "storage" {
  vpc_id          = aws_vpc.cluster.id
  service_name    = "com.amazonaws.${var.region}.s3"
  route_table_ids = [aws_route_table.instances.id]
  tags            = { Name = "${var.name}-storage" }
}
