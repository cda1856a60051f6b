using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.TypeSystem;
using Orleans.Serialization.WireProtocol;

namespace Jarvis.Orleans;

/// <summary>
/// What actors say to each other between silos, as Orleans' own codec for JSON has it, byte for byte, which writes it: silos with and without this one
/// understand each other. That one takes the name of each message's type apart whenever it reads one, which costs more than reading the message.
/// </summary>
/// <param name="json">Writes.</param>
/// <param name="types">Takes names apart, and lets through the types that are messages.</param>
/// <param name="options">How messages are read.</param>
internal sealed class MessageCodec(JsonCodec json, TypeConverter types, JsonSerializerOptions options) : IGeneralizedCodec
{
    /// <summary>A type by its name. There are as many as there are messages: nothing else is kept.</summary>
    private readonly ConcurrentDictionary<string, Type> _types = new(StringComparer.Ordinal);

    public bool IsSupportedType(Type type) => type == typeof(JsonCodec) || ImmutableCopier.IsMessage(type);

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, object? value)
        where TBufferWriter : System.Buffers.IBufferWriter<byte> =>
        ((IFieldCodec)json).WriteField(ref writer, fieldIdDelta, expectedType, value);

    /// <exception cref="InvalidOperationException">It is no message.</exception>
    /// <exception cref="JsonException">It is not what its type says.</exception>
    public object? ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.IsReference)
        {
            return ReferenceCodec.ReadReference(ref reader, field.FieldType);
        }

        field.EnsureWireTypeTagDelimited();
        var reference = ReferenceCodec.CreateRecordPlaceholder(reader.Session);
        Type? type = null;
        object? message = null;
        for (uint id = 0; ;)
        {
            var header = reader.ReadFieldHeader();
            if (header.IsEndBaseOrEndObject)
            {
                break;
            }

            id += header.FieldIdDelta;
            switch (id)
            {
                case 0:
                    ReferenceCodec.MarkValueField(reader.Session);
                    type = TypeOf(Read(ref reader));
                    break;
                case 1 when type is not null:
                    ReferenceCodec.MarkValueField(reader.Session);
                    message = JsonSerializer.Deserialize(Read(ref reader), type, options);
                    break;
                default:
                    reader.ConsumeUnknownField(header);
                    break;
            }
        }

        ReferenceCodec.RecordObject(reader.Session, message!, reference);
        return message;
    }

    private static ReadOnlySpan<byte> Read<TInput>(ref Reader<TInput> reader)
    {
        var length = reader.ReadVarUInt32();
        return reader.TryReadBytes(checked((int)length), out var there) ? there : reader.ReadBytes(length);
    }

    private Type TypeOf(ReadOnlySpan<byte> name)
    {
        const int MaxLength = 1024;
        if (name.Length > MaxLength)
        {
            throw new InvalidOperationException($"A message's type has a name of {name.Length:N0} bytes; {MaxLength:N0} are the most.");
        }

        Span<char> text = stackalloc char[name.Length];
        text = text[..Encoding.UTF8.GetChars(name, text)];
        var known = _types.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out var type))
        {
            return type;
        }

        type = types.Parse(text.ToString());
        return ImmutableCopier.IsMessage(type)
            ? _types.GetOrAdd(text.ToString(), type)
            : throw new InvalidOperationException($"{type} is no message between actors.");
    }
}
