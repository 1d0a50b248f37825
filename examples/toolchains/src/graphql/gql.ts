/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment BusinessFields on Business {\n    id\n    name\n    status\n    labels\n    problem {\n      code\n      message\n      action\n      actor\n    }\n  }\n": typeof types.BusinessFieldsFragmentDoc,
    "\n  query Businesses($first: Int!, $after: String, $filter: BusinessFilter, $orderBy: BusinessOrder) {\n    businesses(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      totalCount\n      edges {\n        node {\n          id\n          ...BusinessFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.BusinessesDocument,
    "\n  mutation UpdateBusiness($input: UpdateBusinessInput!) {\n    updateBusiness(input: $input) {\n      business {\n        ...BusinessFields\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.UpdateBusinessDocument,
    "\n  mutation CreateOnboarding($input: CreateOnboardingInput!) {\n    createOnboarding(input: $input) {\n      onboarding {\n        id\n        connectUrl\n      }\n      token\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.CreateOnboardingDocument,
    "\n  mutation CompleteOnboarding($input: CompleteOnboardingInput!) {\n    completeOnboarding(input: $input) {\n      business {\n        ...BusinessFields\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.CompleteOnboardingDocument,
    "\n  subscription OnboardingUpdated($id: ID!) {\n    onboardingUpdated(id: $id) {\n      status\n      business {\n        ...BusinessFields\n      }\n      problem {\n        code\n        message\n        action\n        actor\n      }\n    }\n  }\n": typeof types.OnboardingUpdatedDocument,
    "\n  query LoginConfiguration {\n    loginConfiguration {\n      sdkUrl\n    }\n  }\n": typeof types.LoginConfigurationDocument,
};
const documents: Documents = {
    "\n  fragment BusinessFields on Business {\n    id\n    name\n    status\n    labels\n    problem {\n      code\n      message\n      action\n      actor\n    }\n  }\n": types.BusinessFieldsFragmentDoc,
    "\n  query Businesses($first: Int!, $after: String, $filter: BusinessFilter, $orderBy: BusinessOrder) {\n    businesses(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      totalCount\n      edges {\n        node {\n          id\n          ...BusinessFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.BusinessesDocument,
    "\n  mutation UpdateBusiness($input: UpdateBusinessInput!) {\n    updateBusiness(input: $input) {\n      business {\n        ...BusinessFields\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.UpdateBusinessDocument,
    "\n  mutation CreateOnboarding($input: CreateOnboardingInput!) {\n    createOnboarding(input: $input) {\n      onboarding {\n        id\n        connectUrl\n      }\n      token\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.CreateOnboardingDocument,
    "\n  mutation CompleteOnboarding($input: CompleteOnboardingInput!) {\n    completeOnboarding(input: $input) {\n      business {\n        ...BusinessFields\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.CompleteOnboardingDocument,
    "\n  subscription OnboardingUpdated($id: ID!) {\n    onboardingUpdated(id: $id) {\n      status\n      business {\n        ...BusinessFields\n      }\n      problem {\n        code\n        message\n        action\n        actor\n      }\n    }\n  }\n": types.OnboardingUpdatedDocument,
    "\n  query LoginConfiguration {\n    loginConfiguration {\n      sdkUrl\n    }\n  }\n": types.LoginConfigurationDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment BusinessFields on Business {\n    id\n    name\n    status\n    labels\n    problem {\n      code\n      message\n      action\n      actor\n    }\n  }\n"): (typeof documents)["\n  fragment BusinessFields on Business {\n    id\n    name\n    status\n    labels\n    problem {\n      code\n      message\n      action\n      actor\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Businesses($first: Int!, $after: String, $filter: BusinessFilter, $orderBy: BusinessOrder) {\n    businesses(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      totalCount\n      edges {\n        node {\n          id\n          ...BusinessFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query Businesses($first: Int!, $after: String, $filter: BusinessFilter, $orderBy: BusinessOrder) {\n    businesses(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      totalCount\n      edges {\n        node {\n          id\n          ...BusinessFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateBusiness($input: UpdateBusinessInput!) {\n    updateBusiness(input: $input) {\n      business {\n        ...BusinessFields\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateBusiness($input: UpdateBusinessInput!) {\n    updateBusiness(input: $input) {\n      business {\n        ...BusinessFields\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateOnboarding($input: CreateOnboardingInput!) {\n    createOnboarding(input: $input) {\n      onboarding {\n        id\n        connectUrl\n      }\n      token\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateOnboarding($input: CreateOnboardingInput!) {\n    createOnboarding(input: $input) {\n      onboarding {\n        id\n        connectUrl\n      }\n      token\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CompleteOnboarding($input: CompleteOnboardingInput!) {\n    completeOnboarding(input: $input) {\n      business {\n        ...BusinessFields\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CompleteOnboarding($input: CompleteOnboardingInput!) {\n    completeOnboarding(input: $input) {\n      business {\n        ...BusinessFields\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription OnboardingUpdated($id: ID!) {\n    onboardingUpdated(id: $id) {\n      status\n      business {\n        ...BusinessFields\n      }\n      problem {\n        code\n        message\n        action\n        actor\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription OnboardingUpdated($id: ID!) {\n    onboardingUpdated(id: $id) {\n      status\n      business {\n        ...BusinessFields\n      }\n      problem {\n        code\n        message\n        action\n        actor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LoginConfiguration {\n    loginConfiguration {\n      sdkUrl\n    }\n  }\n"): (typeof documents)["\n  query LoginConfiguration {\n    loginConfiguration {\n      sdkUrl\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;