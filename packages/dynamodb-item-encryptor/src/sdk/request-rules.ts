import { ItemEncryptionError } from '../errors.js';
import type { ItemEncryptor } from '../item-encryptor.js';
import { expressionAttributes } from './expression-names.js';
import { legacyParameters, type RequestPart } from './operations.js';

/** Throws `ERR_REQUEST_UNSAFE` for a parameter of DynamoDB's first interface, in whose place an expression can be given. */
export function refuseLegacyParameters(part: object): void {
  const found = legacyParameters.find(
    (name) => name in part && part[name as keyof typeof part] !== undefined,
  );
  if (found !== undefined) throw unsafe(part, `has ${found}, which cannot be checked: use an expression`);
}

/** Throws for a condition or filter that looks into encrypted attributes: DynamoDB would compare with ciphertext. */
export function refuseEncryptedConditions(part: RequestPart, encryptor: ItemEncryptor): void {
  refuseLegacyParameters(part);
  for (const parameter of ['ConditionExpression', 'FilterExpression', 'KeyConditionExpression'] as const) {
    const encrypted = attributesIn(part, parameter).filter(
      (name) => encryptor.actionOf(name) === 'ENCRYPT_AND_SIGN',
    );
    if (encrypted.length > 0) {
      throw unsafe(
        part,
        `has a ${parameter} on ${encrypted.join(', ')}, of which DynamoDB knows the ciphertext only`,
      );
    }
  }
}

/** Throws for a read of parts of items: whether an attribute is what it was can only be said of the whole. */
export function refuseProjection(part: RequestPart): void {
  const { ProjectionExpression, Select } = part;
  if (ProjectionExpression !== undefined || Select === 'SPECIFIC_ATTRIBUTES') {
    throw unsafe(
      part,
      'asks for parts of items (ProjectionExpression), which cannot be verified: read whole items',
    );
  }
}

/** Throws for an update of anything that is signed: DynamoDB cannot sign the item anew. */
export function refuseSignedUpdate(part: RequestPart, encryptor: ItemEncryptor): void {
  refuseEncryptedConditions(part, encryptor);
  const signed = attributesIn(part, 'UpdateExpression').filter(
    (name) => encryptor.actionOf(name) !== 'DO_NOTHING',
  );
  if (signed.length > 0) {
    throw unsafe(
      part,
      `has an UpdateExpression on ${signed.join(', ')}, which would break the item's signature: read, change and put the item`,
    );
  }
}

function attributesIn(part: RequestPart, parameter: keyof RequestPart): string[] {
  const expression = part[parameter];
  return typeof expression === 'string'
    ? expressionAttributes(expression, part.ExpressionAttributeNames)
    : [];
}

function unsafe(part: RequestPart, problem: string): ItemEncryptionError {
  return new ItemEncryptionError(
    'ERR_REQUEST_UNSAFE',
    `the request to ${part.TableName ?? 'an encrypted table'} ${problem}`,
  );
}
