using System.Text.Json.Serialization;

namespace Jarvis.Planning;

/// <summary>What a plan gives to one port or option of a task. A closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(TextArgument), "text")]
[JsonDerivedType(typeof(ResourceArgument), "resource")]
[JsonDerivedType(typeof(OutputArgument), "output")]
[JsonDerivedType(typeof(ListArgument), "list")]
public abstract record Argument
{
    private protected Argument()
    {
    }
}
