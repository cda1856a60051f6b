using Jarvis.Identity;

namespace Jarvis.Orleans;

/// <summary>A model on a silo, as the key of its grain: the model's id, a space, the silo's address.</summary>
/// <param name="Model">The model.</param>
/// <param name="Silo">The silo.</param>
internal readonly record struct ModelPlace(ModelId Model, SiloAddress Silo)
{
    internal static readonly GrainType GrainType = GrainType.Create("model");

    private const char Separator = ' ';

    internal static ModelPlace Parse(string key)
    {
        var separator = key.IndexOf(Separator, StringComparison.Ordinal);
        return new(ModelId.Parse(key[..separator]), SiloAddress.FromParsableString(key[(separator + 1)..]));
    }

    public override string ToString() => $"{Model}{Separator}{Silo.ToParsableString()}";
}
