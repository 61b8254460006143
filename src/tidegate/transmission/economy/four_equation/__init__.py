"""The four-equation New Keynesian model of Sims, Wu and Zhang.

E. Sims, J. C. Wu and J. Zhang, "The Four-Equation New Keynesian Model", Review
of Economics and Statistics 105(4), 2023: the three-equation model with a share
`z` of households that live on long bonds, so that the central bank's holdings
of them enter both the IS curve and the Phillips curve.
"""
