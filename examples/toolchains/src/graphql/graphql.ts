/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Who has to act on a problem. */
export type Actor =
  /** The client that owns the business portfolio. */
  | 'CLIENT'
  /** Meta; waiting is all that helps. */
  | 'META'
  /** Nobody; it mends itself, or somebody wanted it so. */
  | 'NOBODY'
  /** The partner platform that runs this installation. */
  | 'PARTNER';

/** Which businesses; conditions are joined by and. */
export type BusinessFilter = {
  /** Exactly this externalId. */
  externalId?: string | null | undefined;
  /** Exactly this label among its labels. */
  label?: string | null | undefined;
  /** Whether it has a problem that somebody has to look at. Those that are REVOKING have none of that kind: Meta is asked again by itself. */
  needsAttention?: boolean | null | undefined;
  /** Part of the name, in any case, or the start of Meta's id; at most 200 characters. */
  search?: string | null | undefined;
  /** Any of these statuses. */
  status?: Array<ConnectionStatus> | null | undefined;
};

/** How businesses are sorted. */
export type BusinessOrder = {
  /** Which way. */
  direction: OrderDirection;
  /** By what. */
  field: BusinessOrderField;
};

/** What businesses can be sorted by. */
export type BusinessOrderField =
  /** By the time of the grant. */
  | 'CONNECTED_AT'
  /** By name, regardless of case. */
  | 'NAME'
  /** By status, in alphabetical order of its values. */
  | 'STATUS';

/** The code and where it came from. */
export type CompleteOnboardingInput = {
  /** `response.authResponse.code` of `FB.login`, or the `code` parameter of the redirect; 1 to 2048 characters. */
  code: string;
  /** Which onboarding it completes. Implied by an onboarding token; without it, staff and API keys start a new one. */
  onboardingId?: string | null | undefined;
  /** For a code of the redirect dialog: exactly the redirect URI the dialog was opened with. Never for a code of `FB.login`. */
  redirectUri?: string | null | undefined;
};

/** A language that the page with the login button speaks. */
export type ConnectLanguage =
  /** German. */
  | 'DE'
  /** English. */
  | 'EN'
  /** Spanish. */
  | 'ES'
  /** French. */
  | 'FR'
  /** Japanese. */
  | 'JA'
  /** Portuguese. */
  | 'PT';

/** Where the connection between a business and the app stands. */
export type ConnectionStatus =
  /** The token works. A `problem` beside it is a warning, such as NO_DATASETS. */
  | 'CONNECTED'
  /** The token works, but something else does not; see `problem`. */
  | 'DEGRADED'
  /** Ended; no token is stored. */
  | 'DISCONNECTED'
  /** The token no longer works; the client has to connect again. */
  | 'NEEDS_RECONNECT'
  /** Meta has not confirmed the end for 30 days. It is asked once a day; an administrator may forget the connection here. */
  | 'REVOKE_STUCK'
  /** Disconnecting: the token is no longer used here; Meta has not confirmed the end yet. */
  | 'REVOKING';

/** For whom an onboarding is, and how it may be used. */
export type CreateOnboardingInput = {
  /** The only web origin that may use the token, for example `https://app.example.com`. */
  allowedOrigin?: string | null | undefined;
  /** Whether the client's product is booking, which is to be said before it grants anything. */
  booking?: boolean | null | undefined;
  /** The only business that it may connect, by its `id` here; a grant of another one is stopped. Without it, any business. */
  businessId?: string | null | undefined;
  /** How long the token works: 1 to 10080 minutes, 30 unless given. */
  expiresInMinutes?: number | null | undefined;
  /** The partner's own id for the client: 1 to 200 characters. */
  externalId?: string | null | undefined;
  /** Repeating the same call with the same key gives the same onboarding, without the token: 1 to 100 characters. */
  idempotencyKey?: string | null | undefined;
  /** The partner's own labels: at most 20, each 1 to 50 characters. */
  labels?: Array<string> | null | undefined;
  /** The language of the page with the login button; without it, the browser's. */
  language?: ConnectLanguage | null | undefined;
  /** The login configuration to use; without it the installation's default. */
  loginConfigurationId?: string | null | undefined;
  /** Whether one dataset alone is to count of the business that it connects; see `Business.oneDataset`. */
  oneDataset?: boolean | null | undefined;
  /**
   * Where the page with the login button leads back to at its end: at most 2000 characters, on the `allowedOrigin`, which has to be given too. Only
   * `https:`, or `http:` on the very machine of the browser.
   */
  returnUrl?: string | null | undefined;
};

/** Where an onboarding stands. */
export type OnboardingStatus =
  /** It was taken back, for good: it takes no code. What the client had granted before still counts, and it goes on by itself should the token of an earlier code turn up. */
  | 'CANCELLED'
  /** Done: the business is connected. */
  | 'COMPLETED'
  /** The code is being exchanged for a token. */
  | 'EXCHANGING'
  /** Nobody finished it in time. It can be extended, or given a new link. */
  | 'EXPIRED'
  /** Ended without a connection; see `problem`. A new code may still be given while it has time and tries, and it goes on by itself should the token of an earlier code turn up. */
  | 'FAILED'
  /** The token is stored; Meta is being asked which business gave it. */
  | 'IDENTIFYING'
  /** Waiting for the client's code. */
  | 'OPEN'
  /** The code was sent but Meta's answer was lost. A new code settles it. */
  | 'OUTCOME_UNKNOWN'
  /** The business is known; its datasets are being read. */
  | 'SYNCING';

/** Which way a list is sorted. */
export type OrderDirection =
  /** Smallest, earliest or first in the alphabet first. */
  | 'ASC'
  /** Largest, latest or last in the alphabet first. */
  | 'DESC';

/** What can be wrong. */
export type ProblemCode =
  /** Meta lets the app do this only at a higher access level than it has. */
  | 'ACCESS_LEVEL_TOO_LOW'
  /** Meta does not know the app id. */
  | 'APP_ID_REJECTED'
  /** Meta rejected the app secret. */
  | 'APP_SECRET_REJECTED'
  /** The client removed the app in its business settings. */
  | 'APP_UNINSTALLED'
  /** The code was older than Meta allows (about 30 seconds) when it was exchanged. */
  | 'CODE_EXPIRED'
  /** Meta does not know the code. */
  | 'CODE_INVALID'
  /** The code was exchanged before. */
  | 'CODE_USED'
  /** The stored token cannot be decrypted. */
  | 'CREDENTIAL_UNREADABLE'
  /** The answer to the exchange was lost after the code was sent; whether Meta granted access is not known. */
  | 'EXCHANGE_OUTCOME_UNKNOWN'
  /** The business belongs to another externalId. */
  | 'EXTERNAL_ID_CONFLICT'
  /** The Graph API version has been switched off. */
  | 'GRAPH_VERSION_EXPIRED'
  /** The work was interrupted before it was finished. */
  | 'INTERRUPTED'
  /** Meta answered with something that is not the Graph API's form. */
  | 'META_ANSWER_INVALID'
  /** Meta refused the request for a reason this version does not know. */
  | 'META_REFUSED'
  /** Meta could not be reached or answered with an error of its own. */
  | 'META_UNAVAILABLE'
  /** The business is connected but has granted no dataset. */
  | 'NO_DATASETS'
  /** The onboarding was cancelled by whoever had prepared it. */
  | 'ONBOARDING_CANCELLED'
  /** Nobody finished the onboarding in time. */
  | 'ONBOARDING_EXPIRED'
  /** The client granted access for another business than the one that the onboarding is for. */
  | 'OTHER_BUSINESS'
  /** The grant lacks permissions that the configuration asks for. */
  | 'PERMISSIONS_MISSING'
  /** Meta blocks the app or the business for breaking a policy. */
  | 'POLICY_BLOCKED'
  /** The redirect URI differs from the one that the login dialog was opened with. */
  | 'REDIRECT_URI_MISMATCH'
  /** Meta has not confirmed the revocation yet. */
  | 'REVOCATION_PENDING'
  /** Meta has not confirmed the revocation for 30 days. */
  | 'REVOCATION_STUCK'
  /** The business is to have one dataset, but has granted several and none has been chosen; a warning. */
  | 'SEVERAL_DATASETS'
  /** The list of datasets could not be read to its end; the last complete one is shown. */
  | 'SYNC_FAILING'
  /** Meta limits the calls of this app or business for a while. */
  | 'THROTTLED'
  /** The token has expired. */
  | 'TOKEN_EXPIRED'
  /** The token works, but ends soon and could not be replaced; a warning. */
  | 'TOKEN_EXPIRING'
  /** The token was revoked at Meta. */
  | 'TOKEN_REVOKED'
  /** The business requires two-factor authentication of those who work for it at Meta. */
  | 'TWO_FACTOR_REQUIRED'
  /** The token was issued to another app. */
  | 'WRONG_APP'
  /** The grant is a person's token, not a business integration system user's: the configuration has the wrong token type. */
  | 'WRONG_TOKEN_TYPE';

/** Which business, and what is said of it from now on. */
export type UpdateBusinessInput = {
  /** Its `id` here, not Meta's. */
  businessId: string;
  /** The partner's own id for this client: 1 to 200 characters; null or left out: none. */
  externalId?: string | null | undefined;
  /** The partner's own labels: at most 20, each 1 to 50 characters. */
  labels: Array<string>;
  /** Whether one dataset alone is to count. */
  oneDataset: boolean;
};

/** Why a mutation did not do what was asked. */
export type UserErrorCode =
  /** The API key has expired or was revoked; create another one. */
  | 'API_KEY_ENDED'
  /** Another change to the same onboarding or business is under way, or the work goes on by itself beyond this answer; look again in a moment. */
  | 'BUSY'
  /** Meta refused the code, or it belongs to another onboarding; press Connect again for a fresh one. */
  | 'CODE_REFUSED'
  /** A member of staff has this e-mail address already. */
  | 'EMAIL_TAKEN'
  /** The same idempotency key was used with other input. */
  | 'IDEMPOTENCY_MISMATCH'
  /** An input field is malformed, too long or contradicts another. */
  | 'INVALID_INPUT'
  /** The job must not be cancelled; see its `cancelObstacle`. */
  | 'JOB_NEEDED'
  /** The job has ended, so there is nothing to do. */
  | 'JOB_OVER'
  /** The last administrator would be none any more; make somebody else an administrator first. */
  | 'LAST_ADMINISTRATOR'
  /** Meta refuses what was asked; see the `problem` of the business. */
  | 'META_REFUSED'
  /** Meta cannot be reached, or refuses calls for a while; try again later. */
  | 'META_UNAVAILABLE'
  /** The business is not connected, so there is nothing to do. */
  | 'NOT_CONNECTED'
  /** Nothing with that id is visible to the caller. */
  | 'NOT_FOUND'
  /** The member of staff has nothing of what was to be removed. */
  | 'NOT_SET_UP'
  /** The end of the connection is not stuck, so it cannot be forgotten; disconnect the business first, or wait. */
  | 'NOT_STUCK'
  /** The onboarding was cancelled; start a new one. */
  | 'ONBOARDING_CANCELLED'
  /** The onboarding has already succeeded or was closed; start a new one. */
  | 'ONBOARDING_CLOSED'
  /** The onboarding's time is over; start a new one. */
  | 'ONBOARDING_EXPIRED'
  /** The onboarding ended without a connection for the reason in its `problem`. */
  | 'ONBOARDING_FAILED'
  /** The onboarding has been given a new link since; use that. */
  | 'ONBOARDING_REPLACED'
  /** Meta's answer to the exchange was lost; press Connect once more. */
  | 'OUTCOME_UNKNOWN'
  /** Nobody does this to their own account; another administrator has to. */
  | 'OWN_ACCOUNT'
  /** The business is still connected; disconnect it first. */
  | 'STILL_CONNECTED'
  /** The installation does not lease tokens; an administrator can switch that on. */
  | 'TOKEN_LEASES_OFF'
  /** The API key has asked for too many tokens within the hour, or there are too many leases of the dataset; keep those that you have, or end some. */
  | 'TOO_MANY_TOKEN_LEASES'
  /** The onboarding has used up its tries; start a new one. */
  | 'TOO_MANY_TRIES'
  /** The member of staff is disabled; enable them first. */
  | 'USER_DISABLED';

export type BusinessFieldsFragment = { id: string, name: string | null, status: ConnectionStatus, labels: Array<string>, problem: { code: ProblemCode, message: string, action: string, actor: Actor } | null } & { ' $fragmentName'?: 'BusinessFieldsFragment' };

export type BusinessesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: BusinessFilter | null | undefined;
  orderBy?: BusinessOrder | null | undefined;
}>;


export type BusinessesQuery = { businesses: { totalCount: number, edges: Array<{ node: (
        { id: string }
        & { ' $fragmentRefs'?: { 'BusinessFieldsFragment': BusinessFieldsFragment } }
      ) }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type UpdateBusinessMutationVariables = Exact<{
  input: UpdateBusinessInput;
}>;


export type UpdateBusinessMutation = { updateBusiness: { business: { ' $fragmentRefs'?: { 'BusinessFieldsFragment': BusinessFieldsFragment } } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type CreateOnboardingMutationVariables = Exact<{
  input: CreateOnboardingInput;
}>;


export type CreateOnboardingMutation = { createOnboarding: { token: string | null, onboarding: { id: string, connectUrl: string | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type CompleteOnboardingMutationVariables = Exact<{
  input: CompleteOnboardingInput;
}>;


export type CompleteOnboardingMutation = { completeOnboarding: { business: { ' $fragmentRefs'?: { 'BusinessFieldsFragment': BusinessFieldsFragment } } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type OnboardingUpdatedSubscriptionVariables = Exact<{
  id: string;
}>;


export type OnboardingUpdatedSubscription = { onboardingUpdated: { status: OnboardingStatus, business: { ' $fragmentRefs'?: { 'BusinessFieldsFragment': BusinessFieldsFragment } } | null, problem: { code: ProblemCode, message: string, action: string, actor: Actor } | null } };

export type LoginConfigurationQueryVariables = Exact<{ [key: string]: never; }>;


export type LoginConfigurationQuery = { loginConfiguration: { sdkUrl: string } };

export const BusinessFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Business"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}}]}}]}}]} as unknown as DocumentNode<BusinessFieldsFragment, unknown>;
export const BusinessesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Businesses"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businesses"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessFields"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Business"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}}]}}]}}]} as unknown as DocumentNode<BusinessesQuery, BusinessesQueryVariables>;
export const UpdateBusinessDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateBusiness"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateBusinessInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateBusiness"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"business"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Business"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}}]}}]}}]} as unknown as DocumentNode<UpdateBusinessMutation, UpdateBusinessMutationVariables>;
export const CreateOnboardingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateOnboarding"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateOnboardingInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createOnboarding"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"onboarding"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"connectUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<CreateOnboardingMutation, CreateOnboardingMutationVariables>;
export const CompleteOnboardingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CompleteOnboarding"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteOnboardingInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completeOnboarding"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"business"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Business"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}}]}}]}}]} as unknown as DocumentNode<CompleteOnboardingMutation, CompleteOnboardingMutationVariables>;
export const OnboardingUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OnboardingUpdated"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"onboardingUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"business"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Business"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}}]}}]}}]} as unknown as DocumentNode<OnboardingUpdatedSubscription, OnboardingUpdatedSubscriptionVariables>;
export const LoginConfigurationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LoginConfiguration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loginConfiguration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sdkUrl"}}]}}]}}]} as unknown as DocumentNode<LoginConfigurationQuery, LoginConfigurationQueryVariables>;