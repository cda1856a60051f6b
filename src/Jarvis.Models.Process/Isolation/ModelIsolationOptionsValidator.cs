using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Isolation;

/// <summary>Finds settings that cannot work before the first model does.</summary>
internal sealed class ModelIsolationOptionsValidator : IValidateOptions<ModelIsolationOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelIsolationOptions options) =>
        !Path.IsPathFullyQualified(options.Program) || !File.Exists(options.Program)
            ? ValidateOptionsResult.Fail($"Model isolation needs {nameof(options.Program)}: the absolute path of a program that is there.")
            : options.LoadTimeout <= TimeSpan.Zero || options.StopTimeout < TimeSpan.Zero || options.Spares is < 0 or > 8
                ? ValidateOptionsResult.Fail(
                    $"Model isolation needs {nameof(options.LoadTimeout)} above zero, {nameof(options.StopTimeout)} of at least zero and 0 to 8 {nameof(options.Spares)}.")
                : ValidateOptionsResult.Success;
}
