# The two roles of the reconciler and GitHub as an identity provider, in the account where the workflows sign in. Copy this
# file beside plan.json and apply.json. Where CodeWhisperer or Identity Center is administered from another account, apply it
# there too, with `start_account`: its roles then trust the first account's, each its own.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.0" }
  }
}

variable "repository" {
  description = "The repository of the configuration, such as acme/access"
  type        = string
}

variable "branch" {
  description = "Its default branch"
  type        = string
  default     = "main"
}

variable "start_account" {
  description = "Empty in the account where the workflows sign in; elsewhere the id of that account"
  type        = string
  default     = ""
}

variable "provider_arn" {
  description = "GitHub's identity provider, where the account has it already; empty: it is made"
  type        = string
  default     = ""
}

locals {
  starts   = var.start_account == ""
  provider = one(concat(aws_iam_openid_connect_provider.github[*].arn, compact([var.provider_arn])))
  subjects = {
    plan  = ["repo:${var.repository}:pull_request", "repo:${var.repository}:ref:refs/heads/${var.branch}"]
    apply = ["repo:${var.repository}:environment:production", "repo:${var.repository}:environment:baseline"]
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count          = local.starts && var.provider_arn == "" ? 1 : 0
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "trust" {
  for_each = local.subjects

  dynamic "statement" {
    for_each = local.starts ? [local.provider] : []
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [statement.value]
      }
      condition {
        test     = "StringEquals"
        variable = "token.actions.githubusercontent.com:aud"
        values   = ["sts.amazonaws.com"]
      }
      condition {
        test     = "StringEquals"
        variable = "token.actions.githubusercontent.com:sub"
        values   = each.value
      }
    }
  }

  dynamic "statement" {
    for_each = local.starts ? [] : [var.start_account]
    content {
      actions = ["sts:AssumeRole"]
      principals {
        type        = "AWS"
        identifiers = ["arn:aws:iam::${statement.value}:role/cw-gitops-${each.key}"]
      }
    }
  }
}

resource "aws_iam_role" "cw_gitops" {
  for_each           = local.subjects
  name               = "cw-gitops-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust[each.key].json
}

resource "aws_iam_role_policy" "cw_gitops" {
  for_each = local.subjects
  name     = "cw-gitops-${each.key}"
  role     = aws_iam_role.cw_gitops[each.key].id
  policy   = file("${path.module}/${each.key}.json")
}

output "roles" {
  value = { for purpose, role in aws_iam_role.cw_gitops : purpose => role.arn }
}
