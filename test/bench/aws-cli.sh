#!/usr/bin/env bash
# A company, as a careful administrator scripts it with the AWS CLI: looks before it writes, does side by side what it
# may, keeps the slots for assignments full, and waits until AWS says how they ended. `bash aws-cli.sh FOLDER`; the
# tables there say what is wanted: groups, users, members, sets, accounts, assignments, with tabs between the columns.
set -euo pipefail
cd "$1"
export AWS_PAGER= AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=10
IFS=$'\t'
slots=10

# Waits for a place among what runs in the background; waits for all of it.
room() { while (($(jobs -rp | wc -l) >= slots)); do wait -n; done; }
finish() { while (($(jobs -p | wc -l) > 0)); do wait -n; done; }

# Fills the map named first from a file of names and ids.
load() {
  local -n map=$1
  while read -r name id; do map[$name]=$id; done <"$2"
}

line=$(aws sso-admin list-instances --query 'Instances[0].[InstanceArn,IdentityStoreId,OwnerAccountId]' --output text)
read -r instance store owner <<<"$line"
store() { aws identitystore "$1" --identity-store-id "$store" --output text "${@:2}"; }
sso() { aws sso-admin "$1" --instance-arn "$instance" --output text "${@:2}"; }

store list-groups --query 'Groups[].[DisplayName,GroupId]' >groups.ids &
store list-users --query 'Users[].[UserName,UserId]' >users.ids &
sso list-permission-sets --query 'PermissionSets[].[@]' >sets.arns &
if (($(wc -l <accounts) > 1)); then
  aws organizations list-accounts --query 'Accounts[].[Name,Id]' --output text >accounts.ids &
else
  printf '%s\t%s\n' "$(<accounts)" "$owner" >accounts.ids
fi
finish

# Permission sets: their names are not in the list.
look_at_set() {
  local name policies
  name=$(sso describe-permission-set --permission-set-arn "$1" --query PermissionSet.Name)
  policies=$(sso list-managed-policies-in-permission-set --permission-set-arn "$1" --query 'AttachedManagedPolicies[].[Arn]')
  printf '%s\t%s\n' "$name" "$1" >>sets.ids
  for policy in $policies; do printf '%s\t%s\n' "$name" "$policy" >>sets.policies; done
}
: >sets.ids >sets.policies
while read -r arn; do
  room
  look_at_set "$arn" &
done <sets.arns
finish

declare -A group_ids=() user_ids=() set_arns=() account_ids=()
load group_ids groups.ids
load user_ids users.ids
load set_arns sets.ids
load account_ids accounts.ids

while read -r name; do
  [[ -n ${group_ids[$name]-} ]] && continue
  room
  store create-group --display-name "$name" --query GroupId | sed "s/^/$name\t/" >>groups.ids &
done <groups
while read -r name given family; do
  [[ -n ${user_ids[$name]-} ]] && continue
  room
  store create-user --user-name "$name" --display-name "$given $family" --name "GivenName=$given,FamilyName=$family" \
    --emails "Value=$name,Type=work,Primary=true" --query UserId | sed "s/^/$name\t/" >>users.ids &
done <users

# A permission set with its policies; what is there already is left as it is.
make_set() {
  local name=$1 duration=$2 policy=$3 arn=${set_arns[$1]-}
  if [[ -z $arn ]]; then
    arn=$(sso create-permission-set --name "$name" --session-duration "$duration" --query PermissionSet.PermissionSetArn)
    printf '%s\t%s\n' "$name" "$arn" >>sets.ids
  fi
  if ! grep -qxF "$name	$policy" sets.policies; then
    sso attach-managed-policy-to-permission-set --permission-set-arn "$arn" --managed-policy-arn "$policy"
  fi
}
while read -r name duration policy; do
  room
  make_set "$name" "$duration" "$policy" &
done <sets

# Groups that were there have members and assignments.
: >members.have >assignments.have
look_at_group() {
  store list-group-memberships --group-id "$2" --query 'GroupMemberships[].[MemberId.UserId]' |
    sed "s/^/$2\t/" >>members.have
  sso list-account-assignments-for-principal --principal-type GROUP --principal-id "$2" \
    --query 'AccountAssignments[].[PrincipalId,PermissionSetArn,AccountId]' >>assignments.have
}
while read -r name; do
  [[ -z ${group_ids[$name]-} ]] && continue
  room
  look_at_group "$name" "${group_ids[$name]}" &
done <groups
finish
load group_ids groups.ids
load user_ids users.ids
load set_arns sets.ids

while read -r group user; do
  ids="${group_ids[$group]}	${user_ids[$user]}"
  grep -qxF "$ids" members.have && continue
  room
  store create-group-membership --group-id "${group_ids[$group]}" --member-id "UserId=${user_ids[$user]}" >/dev/null &
done <members
finish

todo=()
while read -r group set account; do
  ids="${group_ids[$group]}	${set_arns[$set]}	${account_ids[$account]}"
  grep -qxF "$ids" assignments.have || todo+=("$ids")
done <assignments

# As many as there are slots; one question tells how many are still under way.
assign() {
  sso create-account-assignment --principal-type GROUP --principal-id "$1" --permission-set-arn "$2" \
    --target-type AWS_ACCOUNT --target-id "$3" --query AccountAssignmentCreationStatus.RequestId >>requests
}
: >requests
open=0
while ((${#todo[@]} > 0 || open > 0)); do
  for row in "${todo[@]:0:slots-open}"; do
    read -r principal arn account <<<"$row"
    assign "$principal" "$arn" "$account" &
  done
  todo=("${todo[@]:slots-open}")
  finish
  open=$(sso list-account-assignment-creation-status --filter Status=IN_PROGRESS \
    --query 'length(AccountAssignmentsCreationStatus)')
done
if [[ -s requests ]]; then
  failed=$(sso list-account-assignment-creation-status --filter Status=FAILED \
    --query 'AccountAssignmentsCreationStatus[].[RequestId]' | grep -xFf requests || true)
  [[ -z $failed ]] || { printf 'failed: %s\n' "$failed"; exit 1; }
fi
