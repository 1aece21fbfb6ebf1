import type { Permission } from '@purser/domain/access/permissions';
import type PrismaTypes from '@purser/prisma/pothos-types';
import type { GraphQLContext } from './context.ts';

/** Money is bigint micro-dollars, counts are bigint, instants are Dates on the inside. */
export type BuilderTypes = {
  Context: GraphQLContext;
  Tracing: boolean;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    Usd: { Input: bigint; Output: bigint };
    BigInt: { Input: bigint; Output: bigint };
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
  };
  AuthScopes: {
    /** The caller holds this permission in the project it is bound to. */
    permission: Permission;
    /** The same, or the caller is that user (user tokens). */
    userData: { readonly permission: Permission; readonly userId: string };
    /** Like `userData`, for the pages at Stripe on which a user pays. */
    payingUser: { readonly permission: Permission; readonly userId: string };
    /** Any caller with an identity. */
    signedIn: boolean;
  };
};

/** The same with Pothos' defaults, as its own types want it. */
export type SchemaTypes = PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>;
