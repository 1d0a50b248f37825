package models

import "time"

// Problem is what is wrong with an onboarding or a business; without a code, nothing is. What it means for people is told by
// package onboarding.
type Problem struct {
	Code        *ProblemCode
	Since       *time.Time
	RetryAt     *time.Time
	MetaCode    *int
	MetaSubcode *int
	FBTraceID   *string `gorm:"column:fbtrace_id"`
}

// ProblemCode names what can be wrong.
type ProblemCode string

// The problem codes, with the meaning that graph/schema/problem.graphqls gives them.
const (
	ProblemCodeInvalid            ProblemCode = "CODE_INVALID"
	ProblemCodeExpired            ProblemCode = "CODE_EXPIRED"
	ProblemCodeUsed               ProblemCode = "CODE_USED"
	ProblemRedirectURIMismatch    ProblemCode = "REDIRECT_URI_MISMATCH"
	ProblemAppSecretRejected      ProblemCode = "APP_SECRET_REJECTED"
	ProblemAppIDRejected          ProblemCode = "APP_ID_REJECTED"
	ProblemGraphVersionExpired    ProblemCode = "GRAPH_VERSION_EXPIRED"
	ProblemWrongTokenType         ProblemCode = "WRONG_TOKEN_TYPE"
	ProblemWrongApp               ProblemCode = "WRONG_APP"
	ProblemExternalIDConflict     ProblemCode = "EXTERNAL_ID_CONFLICT"
	ProblemOtherBusiness          ProblemCode = "OTHER_BUSINESS"
	ProblemExchangeOutcomeUnknown ProblemCode = "EXCHANGE_OUTCOME_UNKNOWN"
	ProblemInterrupted            ProblemCode = "INTERRUPTED"
	ProblemOnboardingExpired      ProblemCode = "ONBOARDING_EXPIRED"
	ProblemOnboardingCancelled    ProblemCode = "ONBOARDING_CANCELLED"
	ProblemMetaUnavailable        ProblemCode = "META_UNAVAILABLE"
	ProblemMetaAnswerInvalid      ProblemCode = "META_ANSWER_INVALID"
	ProblemMetaRefused            ProblemCode = "META_REFUSED"
	ProblemThrottled              ProblemCode = "THROTTLED"
	ProblemPolicyBlocked          ProblemCode = "POLICY_BLOCKED"
	ProblemSyncFailing            ProblemCode = "SYNC_FAILING"
	ProblemPermissionsMissing     ProblemCode = "PERMISSIONS_MISSING"
	ProblemAccessLevelTooLow      ProblemCode = "ACCESS_LEVEL_TOO_LOW"
	ProblemTwoFactorRequired      ProblemCode = "TWO_FACTOR_REQUIRED"
	ProblemNoDatasets             ProblemCode = "NO_DATASETS"
	ProblemSeveralDatasets        ProblemCode = "SEVERAL_DATASETS"
	ProblemTokenExpired           ProblemCode = "TOKEN_EXPIRED"
	ProblemTokenRevoked           ProblemCode = "TOKEN_REVOKED"
	ProblemAppUninstalled         ProblemCode = "APP_UNINSTALLED"
	ProblemCredentialUnreadable   ProblemCode = "CREDENTIAL_UNREADABLE"
	ProblemRevocationPending      ProblemCode = "REVOCATION_PENDING"
	ProblemRevocationStuck        ProblemCode = "REVOCATION_STUCK"
	ProblemTokenExpiring          ProblemCode = "TOKEN_EXPIRING"
)
