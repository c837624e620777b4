locals {
  node_port     = 8080
  database_port = 5432
  client_ports  = var.tls_secret == null ? [80] : [80, 443]
}

# No SSH: operators use AWS Systems Manager. Instances open the connections to it themselves.
resource "aws_security_group" "role" {
  for_each = {
    nginx    = "NGINX: open to clients"
    node     = "Nodes: open to NGINX"
    database = "PostgreSQL: open to nodes"
    load     = "The load generator: closed"
  }
  name        = "${var.name}-${each.key}"
  description = each.value
  vpc_id      = aws_vpc.cluster.id
  tags        = { Name = "${var.name}-${each.key}" }
}

resource "aws_vpc_security_group_ingress_rule" "nginx_from_clients" {
  for_each          = { for pair in setproduct(local.client_ports, var.client_cidrs) : "${pair[0]} from ${pair[1]}" => pair }
  security_group_id = aws_security_group.role["nginx"].id
  cidr_ipv4         = each.value[1]
  ip_protocol       = "tcp"
  from_port         = each.value[0]
  to_port           = each.value[0]
}

# A rule of its own, because client_cidrs may exclude the load generator.
resource "aws_vpc_security_group_ingress_rule" "nginx_from_load" {
  for_each                     = toset([for port in local.client_ports : tostring(port)])
  security_group_id            = aws_security_group.role["nginx"].id
  referenced_security_group_id = aws_security_group.role["load"].id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_vpc_security_group_ingress_rule" "node_from_nginx" {
  security_group_id            = aws_security_group.role["node"].id
  referenced_security_group_id = aws_security_group.role["nginx"].id
  ip_protocol                  = "tcp"
  from_port                    = local.node_port
  to_port                      = local.node_port
}

resource "aws_vpc_security_group_ingress_rule" "database_from_node" {
  security_group_id            = aws_security_group.role["database"].id
  referenced_security_group_id = aws_security_group.role["node"].id
  ip_protocol                  = "tcp"
  from_port                    = local.database_port
  to_port                      = local.database_port
}

# Packages, Systems Manager, Secrets Manager and S3; Maven Central for the load generator. The database opens no connections.
resource "aws_vpc_security_group_egress_rule" "out" {
  for_each          = toset(["nginx", "node", "load"])
  security_group_id = aws_security_group.role[each.key].id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
