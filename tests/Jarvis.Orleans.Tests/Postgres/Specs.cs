using System.Reflection;
using Xunit.Sdk;

namespace Jarvis.Orleans.Tests.Postgres;

/// <summary>The facts of a spec, each run by name: a derived class would fail, and not be skipped, where there is no PostgreSQL.</summary>
internal static class Specs
{
    /// <summary>The facts of a spec, and its theories with each of their rows.</summary>
    internal static TheoryData<string> Of<TSpec>() => [.. Cases(typeof(TSpec)).Select(test => test.Name)];

    /// <summary>Runs one of them.</summary>
    internal static async Task RunAsync<TSpec>(TSpec spec, string name)
        where TSpec : notnull
    {
        var (_, method, row) = Cases(typeof(TSpec)).Single(test => test.Name == name);
        if (spec is IAsyncLifetime began)
        {
            await began.InitializeAsync();
        }

        try
        {
            await (method.Invoke(spec, row) as Task ?? Task.CompletedTask);
        }
        finally
        {
            await (spec is IAsyncLifetime ends ? ends.DisposeAsync() : Task.CompletedTask);
        }
    }

    private static IEnumerable<(string Name, MethodInfo Method, object[] Row)> Cases(Type spec) =>
        from method in spec.GetMethods().OrderBy(method => method.Name, StringComparer.Ordinal)
        where method.IsDefined(typeof(FactAttribute))
        from row in method.IsDefined(typeof(TheoryAttribute)) ? method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)) : [[]]
        select (row.Length == 0 ? method.Name : $"{method.Name}: {string.Join(", ", row)}", method, row);
}
