locals {
  node_port = 8080
  # NGINX's own page for operators, /nginx-status. Only the balancer can reach it.
  status_port   = 8082
  database_port = 5432
  client_ports  = var.tls_secret == null ? [80] : [80, 443]
}

# No SSH: operators use AWS Systems Manager. Instances open the connections to it themselves.
resource "aws_security_group" "role" {
  for_each = {
    balancer = "The balancer: open to clients"
    nginx    = "NGINX: open to the balancer"
    node     = "Nodes: open to NGINX, and to the balancer's health checks"
    database = "PostgreSQL: open to nodes"
    load     = "The load generator: closed"
  }
  name        = "${var.name}-${each.key}"
  description = each.value
  vpc_id      = aws_vpc.cluster.id
  tags        = { Name = "${var.name}-${each.key}" }
}

resource "aws_vpc_security_group_ingress_rule" "balancer_from_clients" {
  for_each          = { for pair in setproduct(local.client_ports, var.client_cidrs) : "${pair[0]} from ${pair[1]}" => pair }
  security_group_id = aws_security_group.role["balancer"].id
  cidr_ipv4         = each.value[1]
  ip_protocol       = "tcp"
  from_port         = each.value[0]
  to_port           = each.value[0]
}

# A rule of its own, because client_cidrs may exclude the load generator. It reaches the balancer at its public addresses, so
# the balancer sees the load generator's public address.
resource "aws_vpc_security_group_ingress_rule" "balancer_from_load" {
  for_each          = toset(var.load_generators == 0 ? [] : [for port in local.client_ports : tostring(port)])
  security_group_id = aws_security_group.role["balancer"].id
  cidr_ipv4         = "${one(aws_eip.load).public_ip}/32"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

# The balancer forwards clients' connections with their own addresses, but AWS counts them as the balancer's.
resource "aws_vpc_security_group_ingress_rule" "nginx_from_balancer" {
  for_each                     = toset([for port in concat(local.client_ports, [local.status_port]) : tostring(port)])
  security_group_id            = aws_security_group.role["nginx"].id
  referenced_security_group_id = aws_security_group.role["balancer"].id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

# For health checks. No client can get here through the balancer, because nothing may reach the balancer at this port.
resource "aws_vpc_security_group_ingress_rule" "node_from_balancer" {
  security_group_id            = aws_security_group.role["node"].id
  referenced_security_group_id = aws_security_group.role["balancer"].id
  ip_protocol                  = "tcp"
  from_port                    = local.node_port
  to_port                      = local.node_port
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

resource "aws_vpc_security_group_egress_rule" "balancer" {
  for_each                     = toset(["nginx", "node"])
  security_group_id            = aws_security_group.role["balancer"].id
  referenced_security_group_id = aws_security_group.role[each.key].id
  ip_protocol                  = "-1"
}

# Packages, Systems Manager, Secrets Manager, S3 and CloudWatch; Maven Central for the load generator. The database opens no
# connections.
resource "aws_vpc_security_group_egress_rule" "out" {
  for_each          = toset(["nginx", "node", "load"])
  security_group_id = aws_security_group.role[each.key].id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
