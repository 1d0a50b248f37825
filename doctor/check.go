package doctor

import (
	"context"
	"fmt"
)

// Check is one thing that has to be right, and how it was found.
type Check struct {
	Code  Code
	Title string
	State State
	Found string // one or two sentences
	Fix   *Fix   // nil when there is nothing to do; with OK it is not urgent
}

// State says how a check came out.
type State string

// The states. What cannot be found out from here is unknown, never OK.
const (
	OK      State = "OK"
	Failed  State = "FAILED"
	Unknown State = "UNKNOWN"
)

// Fix is what is to be done about a finding.
type Fix struct {
	By      By
	Action  string
	URL     *string // the page where it is done; nil when there is none
	Setting *string // the environment variable that is changed by it; nil when none is
}

// By says who can carry out a fix.
type By string

// Who can carry out a fix.
const (
	ByHost     By = "HOST"      // runs the program: its settings, its machines, its network
	ByAppAdmin By = "APP_ADMIN" // administers the app in Meta's App Dashboard
)

// Code names a check for good.
type Code string

// The checks.
const (
	AppCredentials      Code = "APP_CREDENTIALS"
	GraphVersion        Code = "GRAPH_VERSION"
	LoginConfiguration  Code = "LOGIN_CONFIGURATION"
	SDKLogin            Code = "SDK_LOGIN"
	PublicAddress       Code = "PUBLIC_ADDRESS"
	WebhookAddress      Code = "WEBHOOK_ADDRESS"
	WebhookSubscription Code = "WEBHOOK_SUBSCRIPTION"
	Callbacks           Code = "CALLBACKS"
	Database            Code = "DATABASE"
	Jobs                Code = "JOBS"
	Keyset              Code = "KEYSET"
	Clock               Code = "CLOCK"
)

// entry is a check before it is made. look heeds the end of ctx.
type entry struct {
	code  Code
	title string
	look  func(r *round, ctx context.Context) finding
}

// list is every check there is, in the order in which an installation is set up.
var list = []entry{
	{AppCredentials, "App id and secret", (*round).appCredentials},
	{GraphVersion, "Graph API version", (*round).graphVersion},
	{LoginConfiguration, "Login configuration", (*round).loginConfiguration},
	{SDKLogin, "Login with the JavaScript SDK", (*round).sdkLogin},
	{PublicAddress, "Public address", (*round).publicAddress},
	{WebhookAddress, "Webhook address", (*round).webhookAddress},
	{WebhookSubscription, "Webhook subscription", (*round).webhookSubscription},
	{Callbacks, "Deauthorize and data deletion callbacks", (*round).callbacks},
	{Database, "Database", (*round).database},
	{Jobs, "Jobs", (*round).jobs},
	{Keyset, "Encryption keyset", (*round).keyset},
	{Clock, "Clock", (*round).clock},
}

// finding is what a check found.
type finding struct {
	state State
	text  string
	fix   *Fix
}

func ok(format string, args ...any) finding { return finding{OK, fmt.Sprintf(format, args...), nil} }

func failed(format string, args ...any) finding {
	return finding{Failed, fmt.Sprintf(format, args...), nil}
}

func unknown(format string, args ...any) finding {
	return finding{Unknown, fmt.Sprintf(format, args...), nil}
}

// fixedBy adds what is to be done.
func (f finding) fixedBy(fix Fix) finding {
	f.fix = &fix
	return f
}

// set is a fix by which a setting changes.
func set(setting, action string) Fix { return Fix{By: ByHost, Action: action, Setting: &setting} }

// at says on which page a fix is made.
func (f Fix) at(url string) Fix {
	f.URL = &url
	return f
}
