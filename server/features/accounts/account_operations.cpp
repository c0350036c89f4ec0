#include <utility>

#include "features/accounts/accounts.hpp"
#include "features/accounts/invitations.hpp"
#include "features/accounts/profile.hpp"
#include "features/accounts/sessions.hpp"
#include "operations/operation.hpp"

namespace parley::accounts {
namespace {

using namespace operations;

Facts signInFacts(std::string name, std::string title, std::string summary, std::string path) {
  Facts facts;
  facts.name = std::move(name);
  facts.title = std::move(title);
  facts.summary = std::move(summary);
  facts.method = "POST";
  facts.path = std::move(path);
  facts.effect = Effect::write;
  facts.access = Access::anyone;
  facts.transactions = Transactions::own;
  facts.refresh_cookie = true;
  return facts;
}

task<Instance> instance(RegistrationMode mode) {
  co_return Instance{"Parley", PARLEY_VERSION, mode};
}

std::vector<Operation> signInOperations(Accounts& accounts) {
  auto registering = signInFacts(
      "register", "Register", "Make a workspace and its owner, and sign in.", "/api/auth/register");
  registering.success = 201;
  return {
      operation<NoInput, Instance>(
          {.name = "get_instance",
           .title = "About this installation",
           .summary = "Name and version, and whether anybody may register.",
           .method = "GET",
           .path = "/api/instance",
           .effect = Effect::read,
           .access = Access::anyone,
           .transactions = Transactions::own},
          [&accounts](Call&, NoInput) { return instance(accounts.options().registration); }),
      operation<Registration, Authenticated>(std::move(registering),
                                             [&accounts](Call& call, Registration input) {
                                               return registerAccount(accounts, call,
                                                                      std::move(input));
                                             }),
      operation<SignIn, Authenticated>(
          signInFacts("login", "Sign in", "Sign in with address and password.", "/api/auth/login"),
          [&accounts](Call& call, SignIn input) {
            return signIn(accounts, call, std::move(input));
          }),
      operation<NoInput, Authenticated>(
          signInFacts("refresh", "Renew the session",
                      "Exchange the refresh cookie for a new one and a new access token.",
                      "/api/auth/refresh"),
          [&accounts](Call& call, NoInput) { return refresh(accounts, call); }),
      operation<NoInput, NoContent>(
          signInFacts("logout", "Sign out", "End the session of the refresh cookie.",
                      "/api/auth/logout"),
          [&accounts](Call& call, NoInput) { return signOut(accounts, call); }),
  };
}

std::vector<Operation> sessionOperations(Accounts& accounts) {
  return {
      operation<PasswordChange, NoContent>(
          {.name = "change_password",
           .title = "Change password",
           .summary = "Set a new password. Every other session of yours ends.",
           .method = "PUT",
           .path = "/api/me/password",
           .effect = Effect::write,
           .transactions = Transactions::own},
          [&accounts](Call& call, PasswordChange input) {
            return changePassword(accounts, call, std::move(input));
          }),
      operation<NoInput, SessionPage>(
          {.name = "list_sessions",
           .title = "List sessions",
           .summary = "The devices you are signed in on, last used first.",
           .method = "GET",
           .path = "/api/sessions",
           .effect = Effect::read},
          [&accounts](Call& call, NoInput) { return listSessions(accounts, call); }),
      operation<SessionKey, NoContent>(
          {.name = "end_session",
           .title = "End session",
           .summary = "Sign a device out.",
           .method = "DELETE",
           .path = "/api/sessions/{id}",
           .effect = Effect::destroy,
           .transactions = Transactions::own},
          [&accounts](Call& call, SessionKey key) { return endSession(accounts, call, key); }),
  };
}

std::vector<Operation> profileOperations(Accounts& accounts) {
  return {
      operation<NoInput, Me>({.name = "get_me",
                              .title = "Read profile",
                              .summary = "Who is signed in.",
                              .method = "GET",
                              .path = "/api/me",
                              .effect = Effect::read},
                             [](Call& call, NoInput) { return readMe(call); }),
      operation<MeChanges, Me>({.name = "update_me",
                                .title = "Change profile",
                                .summary = "Change your name or time zone.",
                                .method = "PATCH",
                                .path = "/api/me",
                                .effect = Effect::write},
                               [&accounts](Call& call, MeChanges input) {
                                 return changeMe(call, std::move(input), accounts.clock().now());
                               }),
      operation<NoInput, Bytes>({.name = "get_avatar",
                                 .title = "Read picture",
                                 .summary = "Your picture.",
                                 .method = "GET",
                                 .path = "/api/me/avatar",
                                 .effect = Effect::read},
                                [](Call& call, NoInput) { return readAvatar(call); }),
      operation<NoInput, NoContent>(
          {.name = "set_avatar",
           .title = "Set picture",
           .summary = "Set your picture: the bytes of a PNG, JPEG or WebP file of at most 1 MiB.",
           .method = "PUT",
           .path = "/api/me/avatar",
           .effect = Effect::write,
           .upload = true},
          [&accounts](Call& call, NoInput) {
            return setAvatar(call, accounts.options().max_avatar_bytes, accounts.clock().now());
          }),
      operation<NoInput, NoContent>(
          {.name = "remove_avatar",
           .title = "Remove picture",
           .summary = "Remove your picture.",
           .method = "DELETE",
           .path = "/api/me/avatar",
           .effect = Effect::write},
          [&accounts](Call& call, NoInput) { return removeAvatar(call, accounts.clock().now()); }),
      operation<FindMembers, MemberPage>({.name = "list_members",
                                          .title = "List members",
                                          .summary = "List or search the people of the workspace, "
                                                     "who can be assignees. Answers their ids.",
                                          .method = "GET",
                                          .path = "/api/members",
                                          .effect = Effect::read,
                                          .tool = true},
                                         listMembers),
  };
}

std::vector<Operation> invitationOperations(Accounts& accounts) {
  auto looking = signInFacts("read_invitation", "Read invitation",
                             "What the link of an invitation invites to.", "/api/auth/invitation");
  return {
      operation<NewInvitation, MadeInvitation>(
          {.name = "create_invitation",
           .title = "Invite member",
           .summary = "Invite somebody to the workspace. Answers the link to send, once.",
           .method = "POST",
           .path = "/api/invitations",
           .effect = Effect::write,
           .access = Access::administrator,
           .success = 201,
           .located = false},
          [&accounts](Call& call, NewInvitation input) {
            return invite(accounts, call, std::move(input));
          }),
      operation<NoInput, InvitationPage>(
          {.name = "list_invitations",
           .title = "List invitations",
           .summary = "Invitations that nobody has followed yet.",
           .method = "GET",
           .path = "/api/invitations",
           .effect = Effect::read,
           .access = Access::administrator},
          [&accounts](Call& call, NoInput) { return listInvitations(accounts, call); }),
      operation<InvitationKey, NoContent>({.name = "delete_invitation",
                                           .title = "Withdraw invitation",
                                           .summary = "Make the link of an invitation worthless.",
                                           .method = "DELETE",
                                           .path = "/api/invitations/{id}",
                                           .effect = Effect::destroy,
                                           .access = Access::administrator},
                                          withdrawInvitation),
      operation<InvitationLink, InvitationView>(std::move(looking),
                                                [&accounts](Call& call, InvitationLink input) {
                                                  return readInvitation(accounts, call,
                                                                        std::move(input));
                                                }),
  };
}

}  // namespace

Feature feature(Accounts& accounts) {
  Feature made;
  for (auto&& part : {signInOperations(accounts), sessionOperations(accounts),
                      profileOperations(accounts), invitationOperations(accounts)}) {
    made.operations.insert(made.operations.end(), part.begin(), part.end());
  }
  return made;
}

}  // namespace parley::accounts
