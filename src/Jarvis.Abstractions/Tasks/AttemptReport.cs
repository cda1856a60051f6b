using System.Text.Json.Serialization;

namespace Jarvis.Tasks;

/// <summary>What a model tells a task of one attempt. A closed set.</summary>
/// <param name="Id">The attempt.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(AttemptStarted), "started")]
[JsonDerivedType(typeof(AttemptAdvanced), "advanced")]
[JsonDerivedType(typeof(AttemptSucceeded), "succeeded")]
[JsonDerivedType(typeof(AttemptFailed), "failed")]
public abstract record AttemptReport(AttemptId Id);
