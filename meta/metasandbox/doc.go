// Package metasandbox is Meta's side of Facebook Login for Business, served
// from memory: the JavaScript SDK, the login dialog and the part of the Graph
// API that concerns tokens, businesses and datasets. A person can run the whole
// flow without a Meta account, and a program can make Meta misbehave on request.
//
// It owns an imaginary world (businesses, datasets), the codes and tokens it
// hands out, and the faults it was told to produce. It must not know anything of
// this project: it imports the standard library only and shares no type with the
// client it is tested against, so that a misunderstanding cannot hide on both
// sides at once.
//
// # Pointing an app at it
//
// Serve a [Sandbox] on an origin of its own and use that origin in place of
// https://graph.facebook.com and https://www.facebook.com; the SDK is
// /en_US/sdk.js. The index page (GET /) shows the values to copy. [CheckLoopback]
// helps a program to refuse an address that others could reach.
//
// # Meta's routes
//
// {v} is any version from v23.0 on; older ones are refused with 2635.
//
//	GET      /{locale}/sdk.js
//	GET,POST /{v}/dialog/oauth
//	GET,POST /{v}/oauth/access_token      code, client_credentials, fb_exchange_token
//	GET,POST,DELETE /{v}/oauth/revoke
//	GET      /{v}/debug_token
//	GET      /{v}/me
//	DELETE   /{v}/me/permissions[/{permission}]
//	DELETE   /{v}/{app-scoped user}/permissions[/{permission}]
//	GET      /{v}/{business}
//	GET      /{v}/{business}/owned_pixels, /{v}/{business}/client_pixels
//	GET      /{v}/{dataset}
//
// # Control over HTTP
//
// JSON in and out; what Go programs do through the methods of [Sandbox].
// Requests from web pages of other origins are refused. An error is
// {"error":"what is wrong"} with status 400 or 404.
//
//	GET    /_sandbox/app                          {"appId","configId","permissions"}
//	GET    /_sandbox/businesses                   [BusinessInfo]
//	POST   /_sandbox/codes                        CodeRequest -> {"code"}
//	GET    /_sandbox/faults                       [Fault], those still in force
//	POST   /_sandbox/faults                       Fault
//	DELETE /_sandbox/faults
//	GET    /_sandbox/journal                      Journal
//	POST   /_sandbox/businesses/{id}/uninstall
//	POST   /_sandbox/businesses/{id}/datasets     {"name"} -> {"id"}
//
// # Limits, and choices where Meta is silent
//
//   - One app with one login configuration; nobody signs in; any page may open
//     the dialog and any http(s) address may be a redirect target.
//   - Tokens carry their grant and outlive a restart with the same app id and
//     secret. Codes, revocations, uninstalls and added datasets do not.
//   - After [Sandbox.RotateSecret] existing tokens stay valid.
//   - /oauth/revoke accepts the app token as caller and answers 190 when the
//     token is already dead; uninstalling ends every token of the business.
//   - A client who unticks every dataset gives no ads_* permission; a business
//     that has no dataset gives all of them.
//   - Field expansion reaches owner_business only; batch, ETags and events are
//     not there.
package metasandbox
