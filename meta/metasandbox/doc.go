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
//	POST     /{v}/{business}/system_user_access_tokens    fetch_only, or asset and scope
//	GET      /{v}/{business}/owned_pixels, /{v}/{business}/client_pixels
//	GET      /{v}/{dataset}
//	GET      /{v}/{app}                                   app token
//	POST     /{v}/{dataset}/events                       data, test_event_code, or a JSON body
//	GET      /{v}/{app}/connected_client_businesses       app token
//	GET,POST,DELETE /{v}/{app}/subscriptions              app token
//
// # What Meta sends
//
// [Sandbox.SetCallbacks], or subscriptions above, names the app's addresses on this
// machine; a webhook address has to repeat a challenge. From then on every code
// issued sends business_integration_install, or update where the app is installed,
// and every uninstall sends business_integration_uninstall and a signed_request to
// the deauthorize callback. A delivery that is not answered 200 is repeated, seven
// times within 13 seconds. First attempts are made in the order of what happened,
// unless [Sandbox.Brew] makes a [Storm] of them: copies, delays, losses.
// [Sandbox.SendWebhook] and [Sandbox.SendSignedRequest] send what did not happen, in
// whatever form an attacker or a bad day would: forged, cut, old, repeated.
//
// # Faults
//
// A [Fault] strikes the calls it is aimed at, in the order of their arrival; the
// page /_sandbox/break explains the kinds. [Sandbox.FailRandomly] strikes any call
// by chance. Some kinds answer in place of the work (reset, hang, html, empty,
// error), their twins in _after once it is done: what is lost then is the answer
// alone. The [Journal] keeps apart what was processed and what was answered, which
// the client cannot, and is what a test compares it with.
//
// # Outcomes
//
// An [Outcome] is a login that nobody has to play: what the client grants, what is
// wrong with the code, how Meta behaves towards this one business from the exchange
// on. The dialog offers all of them, and IssueCode takes one. A fixed code, such as
// SANDBOX-APPROVE or SANDBOX-APPROVE.42, needs no request at all: it is issued when it
// is exchanged, and works once.
//
// # Control over HTTP
//
// JSON in and out; what Go programs do through the methods of [Sandbox]. A member
// that is left out has its zero value; an unknown one is refused. Requests from
// web pages of other origins are refused, and those that name another machine than
// this one in Host. An error is {"error":"what is wrong"}
// with status 400 or 404; an answer without content has status 204.
//
//	GET    /_sandbox/journal                      Journal
//
//	GET    /_sandbox/businesses                   [BusinessInfo]
//	POST   /_sandbox/businesses                   {"name","owned","shared"} -> {"id"}
//	POST   /_sandbox/businesses/{id}/datasets     {"name"} -> {"id"}
//	POST   /_sandbox/businesses/{id}/invalidate   {"subcode"}, 460 when left out
//	POST   /_sandbox/businesses/{id}/uninstall
//	POST   /_sandbox/businesses/{id}/withdraw     {"permission"}
//	POST   /_sandbox/codes                        CodeRequest -> {"code"}; {"outcome":"used-code"} is enough
//	GET    /_sandbox/outcomes                     [{"outcome","about","fixedCode"}]
//
//	GET    /_sandbox/faults                       [Fault], those still in force
//	POST   /_sandbox/faults                       Fault -> Fault
//	DELETE /_sandbox/faults                       and those at random, and the storm
//	GET    /_sandbox/faults/random                RandomFaults
//	POST   /_sandbox/faults/random                RandomFaults -> RandomFaults
//
//	GET    /_sandbox/app                          {"appId","configId","permissions"}
//	GET    /_sandbox/clock                        {"now"}
//	POST   /_sandbox/clock                        {"advanceSeconds"} -> {"now"}
//	POST   /_sandbox/secret                       {"secret","grace"} -> {"secret"}, random when left out
//	POST   /_sandbox/secret/end-grace
//
//	GET    /_sandbox/callbacks                    Callbacks
//	POST   /_sandbox/callbacks                    Callbacks -> Callbacks
//	GET    /_sandbox/deliveries                   [Delivery], oldest first
//	POST   /_sandbox/webhooks                     Webhook -> {"deliveries":[id]}
//	POST   /_sandbox/signed-requests              SignedRequest -> {"deliveries":[id]}
//	GET    /_sandbox/storm                        Storm
//	POST   /_sandbox/storm                        Storm -> Storm
//
// # Limits, and choices where Meta is silent
//
//   - One app with one login configuration; nobody signs in; any page may open
//     the dialog, and any http(s) address may be a redirect target unless
//     [Sandbox.SetRedirectURIs] names them. Callbacks go to loopback addresses only.
//   - Tokens carry their grant and outlive a restart with the same app id and
//     secret. Codes, revocations, uninstalls, callbacks, and datasets and businesses
//     that were added do not. A business counts as connected again when its token is
//     used.
//   - After [Sandbox.RotateSecret] existing tokens stay valid.
//   - /oauth/revoke accepts the app token as caller and answers 190 when the
//     token is already dead; uninstalling ends every token of the business.
//   - A client who unticks every dataset gives no ads_* permission; a business
//     that has no dataset gives all of them. A second login gives a second token and
//     leaves the first alive.
//   - A token that asset and scope narrowed down keeps to them when the client ticks
//     something else; it never gains. fetch_only does not give it to anybody.
//   - The install webhook is sent when the dialog ends, before the code is exchanged.
//   - connected_client_businesses is walked forward only. Subscriptions know one
//     object, application, with its three fields, and are always active. The app's
//     own node is for the app alone.
//   - Events are looked at and counted as the time of the last one, and then
//     forgotten; any test_event_code will do. Their token is not read from a JSON body.
//   - Field expansion reaches owner_business only; batch and ETags are not there.
package metasandbox
