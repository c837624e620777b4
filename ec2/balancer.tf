# The public address of the cluster: a network load balancer in both zones. It forwards TCP connections to the NGINX instances
# and keeps the clients' addresses, so NGINX's log and its limits per client work as without a balancer.

locals {
  # The balancer also checks the instances, and their groups replace those that hang. Each check asks only about the instance
  # itself. Otherwise an unavailable database would make the groups replace everything.
  targets = merge(
    {
      for port in local.client_ports :
      "nginx-${port}" => { role = "nginx", port = port, path = "/nginx-status", check_port = local.status_port, failures = 3, drain = 30 }
    },
    {
      # Only for the check: security.tf opens this port of the balancer to nobody, and NGINX calls the nodes directly.
      # Twice as many failures as for NGINX, because NGINX skips a node that does not respond.
      node = { role = "node", port = local.node_port, path = "/health-check?type=alive", check_port = local.node_port, failures = 6, drain = 0 }
    }
  )
}

resource "aws_lb" "balancer" {
  name               = var.name
  load_balancer_type = "network"
  internal           = false
  subnets            = aws_subnet.instances[*].id
  security_groups    = [aws_security_group.role["balancer"].id]
  # If the NGINX of one zone fails, that zone's address forwards to the other zone.
  enable_cross_zone_load_balancing = true

  depends_on = [aws_internet_gateway.cluster]
}

resource "aws_lb_target_group" "target" {
  for_each           = local.targets
  name               = "${var.name}-${each.key}"
  vpc_id             = aws_vpc.cluster.id
  target_type        = "instance"
  protocol           = "TCP"
  port               = each.value.port
  preserve_client_ip = true
  # The time for open requests, in seconds. The group terminates the instance afterwards.
  deregistration_delay = each.value.drain

  health_check {
    protocol            = "HTTP"
    port                = each.value.check_port
    path                = each.value.path
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = each.value.failures
    unhealthy_threshold = each.value.failures
  }
}

resource "aws_lb_listener" "target" {
  for_each          = local.targets
  load_balancer_arn = aws_lb.balancer.arn
  protocol          = "TCP"
  port              = each.value.port

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.target[each.key].arn
  }
}
