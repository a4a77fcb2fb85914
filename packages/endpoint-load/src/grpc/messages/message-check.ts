import { BenchwrightError } from '@benchwright/result-schema';
import {
  type DescMessage,
  fromBinary,
  fromJson,
  type JsonObject,
  type JsonValue,
  type Registry,
  toJson,
} from '@bufbuild/protobuf';
import type { BodyCheck } from '../../expect/body-check.js';
import { describeMethod, type MessageTemplate } from './message-template.js';

/**
 * Checks that every answer has the fields of a JSON, with these values; what else it has does not matter. Each message is decoded for it, which takes
 * microseconds of the generator's time.
 *
 * @throws BenchwrightError ERR_GRPC_METHOD when the JSON does not fit the method's answer
 */
export function createMessageCheck(template: MessageTemplate, expected: string, slots: number): BodyCheck {
  const { registry, output } = describeMethod(template);
  const wanted = wantedOf(output, expected, registry);
  const right = new Uint8Array(slots);
  return {
    begin: (slot) => {
      right[slot] = 0;
    },
    feed: (slot, bytes, start, end) => {
      right[slot] = matches(bytes.subarray(start, end)) ? 1 : 0;
    },
    accepts: (slot) => right[slot] === 1,
  };

  function matches(bytes: Uint8Array): boolean {
    try {
      const answer = toJson(output, fromBinary(output, bytes), { registry, alwaysEmitImplicit: true });
      return holds(answer, wanted);
    } catch {
      return false;
    }
  }
}

/** The fields asked for, under the names and in the forms that answers have them in. */
function wantedOf(type: DescMessage, json: string, registry: Registry): JsonObject {
  try {
    const given: JsonValue = JSON.parse(json);
    const written = toJson(type, fromJson(type, given, { registry }), { registry, alwaysEmitImplicit: true });
    return pick(type, asObject(given), asObject(written));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BenchwrightError('ERR_GRPC_METHOD', `the answer expected is no ${type.typeName}: ${why}`, {
      hint: 'Write it as JSON, with the field names of the .proto file, such as {"name":"Ada"}.',
    });
  }
}

function pick(type: DescMessage, given: JsonObject, written: JsonObject): JsonObject {
  const picked: JsonObject = {};
  for (const [key, value] of Object.entries(given)) {
    const field = type.fields.find(({ name, jsonName }) => name === key || jsonName === key);
    const own = field === undefined ? undefined : written[field.jsonName];
    if (field === undefined || own === undefined) continue;
    const isPlain = field.fieldKind === 'message' && isObject(own) && isObject(value);
    picked[field.jsonName] = isPlain ? pick(field.message, value, own) : own;
  }
  return picked;
}

/** Whether an answer has all that is wanted; lists and scalars must be equal. */
function holds(answer: JsonValue, wanted: JsonValue): boolean {
  if (isObject(wanted)) {
    if (!isObject(answer)) return false;
    return Object.entries(wanted).every(([key, value]) => {
      const own = answer[key];
      return own !== undefined && holds(own, value);
    });
  }
  if (!Array.isArray(wanted)) return answer === wanted;
  if (!Array.isArray(answer) || answer.length !== wanted.length) return false;
  return wanted.every((item, i) => holds(answer[i] ?? null, item));
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asObject(value: JsonValue): JsonObject {
  if (!isObject(value)) throw new Error('it is no JSON object');
  return value;
}
