using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Jarvis.Identity;

/// <summary>A device that models run on: <c>cpu</c>, <c>cuda:0</c>, or <c>remote</c> for an endpoint elsewhere.</summary>
[JsonConverter(typeof(IdJsonConverter<DeviceId>))]
public readonly record struct DeviceId : IParsable<DeviceId>
{
    private DeviceId(string value) => Value = value;

    /// <summary>The processor of this machine.</summary>
    public static DeviceId Cpu { get; } = new("cpu");

    /// <summary>Somebody else's machine, behind an endpoint.</summary>
    public static DeviceId Remote { get; } = new("remote");

    /// <summary>The text of the identifier.</summary>
    public string Value { get; }

    /// <summary>A CUDA device of this machine.</summary>
    /// <param name="index">Its number, from 0.</param>
    public static DeviceId Cuda(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new($"cuda:{index}");
    }

    /// <inheritdoc/>
    public static DeviceId Parse(string s, IFormatProvider? provider = null) => IdText.Parse<DeviceId>(s, "device");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DeviceId result)
    {
        var known = s is "cpu" or "remote"
            || (s?.StartsWith("cuda:", StringComparison.Ordinal) == true && IdText.TryNumber(s.AsSpan(5), out _));
        result = known ? new DeviceId(s!) : default;
        return known;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
