using Jarvis.Errors;

namespace Jarvis.Orleans;

/// <summary>A <see cref="JarvisException"/> between silos.</summary>
[GenerateSerializer, Alias("jarvis-exception")]
internal struct JarvisExceptionSurrogate
{
    /// <summary>What it says. A cause stays in the log of the silo that it happened on.</summary>
    [Id(0)]
    internal JarvisError Error;
}
