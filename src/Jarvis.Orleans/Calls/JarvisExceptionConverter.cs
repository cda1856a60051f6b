using Jarvis.Errors;

namespace Jarvis.Orleans;

/// <summary>Keeps the code of an error, and whether and when to try again, from silo to silo.</summary>
[RegisterConverter]
internal sealed class JarvisExceptionConverter : IConverter<JarvisException, JarvisExceptionSurrogate>
{
    public JarvisException ConvertFromSurrogate(in JarvisExceptionSurrogate surrogate) => surrogate.Error.ToException();

    public JarvisExceptionSurrogate ConvertToSurrogate(in JarvisException value) => new() { Error = value.ToError() };
}
