# The company of wanted.json, as one would write it for Terraform.
data "aws_ssoadmin_instances" "this" {}
data "aws_organizations_organization" "this" {}

locals {
  wanted   = jsondecode(file("${path.module}/wanted.json"))
  instance = tolist(data.aws_ssoadmin_instances.this.arns)[0]
  store    = tolist(data.aws_ssoadmin_instances.this.identity_store_ids)[0]
  accounts = { for one in data.aws_organizations_organization.this.accounts : one.name => one.id }
}

resource "aws_identitystore_group" "this" {
  for_each          = local.wanted.groups
  identity_store_id = local.store
  display_name      = each.key
}

resource "aws_identitystore_user" "this" {
  for_each          = local.wanted.users
  identity_store_id = local.store
  user_name         = each.key
  display_name      = "${each.value.given} ${each.value.family}"
  name {
    given_name  = each.value.given
    family_name = each.value.family
  }
  emails {
    value   = each.key
    type    = "work"
    primary = true
  }
}

resource "aws_identitystore_group_membership" "this" {
  for_each          = local.wanted.members
  identity_store_id = local.store
  group_id          = aws_identitystore_group.this[each.value.group].group_id
  member_id         = aws_identitystore_user.this[each.value.user].user_id
}

resource "aws_ssoadmin_permission_set" "this" {
  for_each         = local.wanted.sets
  instance_arn     = local.instance
  name             = each.key
  session_duration = each.value.duration
}

resource "aws_ssoadmin_managed_policy_attachment" "this" {
  for_each           = local.wanted.sets
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.this[each.key].arn
  managed_policy_arn = each.value.policy
}

resource "aws_ssoadmin_account_assignment" "this" {
  for_each           = local.wanted.assignments
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.this[each.value.set].arn
  principal_id       = aws_identitystore_group.this[each.value.group].group_id
  principal_type     = "GROUP"
  target_id          = local.accounts[each.value.account]
  target_type        = "AWS_ACCOUNT"
  depends_on         = [aws_ssoadmin_managed_policy_attachment.this]
}
