import CRabbitMQ
import Events
import OrderedCollections

/// Reads AMQP field tables into values.
///
/// What no value holds exactly becomes null and is named in `defect`: an unsigned number beyond 2^63-1, a decimal that
/// no double equals, NaN and the infinities, what lies deeper than 16 tables, a name twice or not UTF-8. A timestamp
/// becomes its seconds. Bytes, and strings that are not UTF-8, become base64 text: AMQP's strings are bytes.
struct FieldReader {
    static let depthLimit = 16

    /// The first thing that could not be read faithfully.
    private(set) var defect: String?

    mutating func table(_ table: amqp_table_t, depth: Int = 1) -> OrderedDictionary<String, Value> {
        let entries = UnsafeBufferPointer(start: table.entries, count: Int(max(0, table.num_entries)))
        var read = OrderedDictionary<String, Value>(minimumCapacity: entries.count)
        for entry in entries {
            guard let name = entry.key.text else {
                note("a header's name is not UTF-8")
                continue
            }
            if read.updateValue(value(entry.value, depth: depth, name), forKey: name) != nil {
                note("the header \(name) is there twice")
            }
        }
        return read
    }

    private mutating func value(_ field: amqp_field_value_t, depth: Int, _ name: String) -> Value {
        switch amqp_field_value_kind_t(UInt32(field.kind)) {
        case AMQP_FIELD_KIND_BOOLEAN: return .bool(field.value.boolean != 0)
        case AMQP_FIELD_KIND_I8: return .int(Int(field.value.i8))
        case AMQP_FIELD_KIND_U8: return .int(Int(field.value.u8))
        case AMQP_FIELD_KIND_I16: return .int(Int(field.value.i16))
        case AMQP_FIELD_KIND_U16: return .int(Int(field.value.u16))
        case AMQP_FIELD_KIND_I32: return .int(Int(field.value.i32))
        case AMQP_FIELD_KIND_U32: return .int(Int(field.value.u32))
        case AMQP_FIELD_KIND_I64: return .int(Int(field.value.i64))
        case AMQP_FIELD_KIND_U64, AMQP_FIELD_KIND_TIMESTAMP:
            if let number = Int(exactly: field.value.u64) { return .int(number) }
            return unreadable("the header \(name) holds \(field.value.u64), more than 2^63-1")
        case AMQP_FIELD_KIND_F32: return double(Double(field.value.f32), name)
        case AMQP_FIELD_KIND_F64: return double(field.value.f64, name)
        case AMQP_FIELD_KIND_DECIMAL: return decimal(field.value.decimal, name)
        case AMQP_FIELD_KIND_UTF8:
            return .string(field.value.bytes.text ?? Base64.encode(field.value.bytes.buffer))
        case AMQP_FIELD_KIND_BYTES: return .string(Base64.encode(field.value.bytes.buffer))
        case AMQP_FIELD_KIND_VOID: return .null
        case AMQP_FIELD_KIND_TABLE:
            if depth >= Self.depthLimit { return tooDeep(name) }
            return .dict(table(field.value.table, depth: depth + 1))
        case AMQP_FIELD_KIND_ARRAY:
            if depth >= Self.depthLimit { return tooDeep(name) }
            return .list(array(field.value.array, depth: depth + 1, name))
        default: return unreadable("the header \(name) has the unknown type \(field.kind)")
        }
    }

    private mutating func array(_ array: amqp_array_t, depth: Int, _ name: String) -> [Value] {
        let entries = UnsafeBufferPointer(start: array.entries, count: Int(max(0, array.num_entries)))
        var read: [Value] = []
        read.reserveCapacity(entries.count)
        for entry in entries { read.append(value(entry, depth: depth, name)) }
        return read
    }

    private mutating func double(_ number: Double, _ name: String) -> Value {
        number.isFinite ? .double(number) : unreadable("the header \(name) is not a finite number")
    }

    /// Only where a double is exactly value / 10^decimals.
    private mutating func decimal(_ decimal: amqp_decimal_t, _ name: String) -> Value {
        var (number, scale) = (UInt64(decimal.value), decimal.decimals)
        while scale > 0 && number % 10 == 0 {
            number /= 10
            scale = number == 0 ? 0 : scale - 1
        }
        if scale == 0 { return .int(Int(number)) }
        // n / 10^s = (n / 5^s) / 2^s, and a double divides by powers of two without loss.
        var halvings = 1.0
        for _ in 0..<scale {
            guard number % 5 == 0 else {
                return unreadable("the header \(name) is the decimal \(decimal.value)e-\(decimal.decimals), inexact")
            }
            number /= 5
            halvings *= 2
        }
        return .double(Double(number) / halvings)
    }

    private mutating func tooDeep(_ name: String) -> Value {
        unreadable("the header \(name) is nested deeper than \(Self.depthLimit)")
    }

    private mutating func unreadable(_ what: String) -> Value {
        note(what)
        return .null
    }

    mutating func note(_ what: String) {
        if defect == nil { defect = what }
    }
}
